package dev.pluto.engine.cost;

import static dev.pluto.engine.cost.TestMetric.LATENCY;
import static dev.pluto.engine.cost.TestMetric.MACS;
import static dev.pluto.engine.cost.TestMetric.PARAMETERS;
import static dev.pluto.engine.cost.TestMetric.PEAK;
import static dev.pluto.engine.cost.TestMetric.STORAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pluto.engine.analysis.NetworkBuilder;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.search.Decision;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** The cost of a relaxed search state is an expectation over the candidates that it stands for. */
class ExpectedCostTest {
  private static final List<Integer> SUMS = List.of(MACS, PARAMETERS, LATENCY);

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void isTheMeanOverAllCandidates(@ForAll long seed) {
    isTheMeanOverAllCandidates(TestSpace.random(seed, 5), seed);
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void isTheMeanOverAllStructuresToo(@ForAll long seed) {
    isTheMeanOverAllCandidates(TestSpace.withAlternatives(seed, 2, 3), seed);
  }

  private static void isTheMeanOverAllCandidates(TestSpace space, long seed) {
    double[][] positions = space.positions(new Random(seed));
    double[] mean = new double[TestMetric.ALL.size()];
    enumerate(space, positions, 0, 1, new int[positions.length], mean);
    double[] expected = space.model().expected(positions);
    for (int m : SUMS) {
      assertThat(expected[m]).isCloseTo(mean[m], within(1e-9 * mean[m]));
    }
    assertThat(expected[STORAGE]).as("bytes, rounded").isCloseTo(mean[STORAGE], within(0.5001));
    assertThat(expected[PEAK]).as("a maximum has no expectation by parts").isNaN();
  }

  private static void enumerate(
      TestSpace space, double[][] p, int depth, double probability, int[] settings, double[] mean) {
    if (depth == p.length) {
      double[] cost = space.model().cost(settings);
      for (int m = 0; m < mean.length; m++) {
        mean[m] += probability * cost[m];
      }
      return;
    }
    for (int s = 0; s < p[depth].length; s++) {
      settings[depth] = s;
      enumerate(space, p, depth + 1, probability * p[depth][s], settings, mean);
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void ofAOneHotPositionIsTheCostOfTheCandidate(@ForAll long seed) {
    TestSpace space = TestSpace.random(seed, 8);
    int[] settings = space.draw(new Random(seed));
    double[][] positions = space.positions(new Random(seed));
    for (int d = 0; d < settings.length; d++) {
      positions[d] = oneHot(settings[d], positions[d].length);
    }
    double[] cost = space.model().cost(settings);
    double[] expected = space.model().expected(positions);
    for (int m : SUMS) {
      assertThat(expected[m]).isCloseTo(cost[m], within(1e-9 * cost[m]));
    }
    assertThat(expected[STORAGE]).isEqualTo(cost[STORAGE]);
  }

  /** Multilinear: the slope towards a setting is the expected cost given that setting. */
  @Property(tries = 15, seed = "1", shrinking = ShrinkingMode.OFF)
  void sampledMarginalsAverageToItsGradient(@ForAll long seed) {
    int samples = 400;
    Random random = new Random(seed);
    TestSpace space = TestSpace.random(seed, 6);
    double[][] positions = space.positions(random);
    for (int d = 0; d < positions.length; d++) {
      for (int m : SUMS) {
        double[] sum = new double[positions[d].length];
        double[] squares = new double[positions[d].length];
        for (int i = 0; i < samples; i++) {
          double[][] marginals = space.model().marginals(draw(positions, random), d);
          for (int s = 0; s < sum.length; s++) {
            sum[s] += marginals[s][m];
            squares[s] += marginals[s][m] * marginals[s][m];
          }
        }
        for (int s = 0; s < sum.length; s++) {
          double mean = sum[s] / samples;
          double error = Math.sqrt(Math.max(0, squares[s] / samples - mean * mean) / samples);
          double[][] given = positions.clone();
          given[d] = oneHot(s, positions[d].length);
          double exact = space.model().expected(given)[m];
          assertThat(mean).isCloseTo(exact, within(5 * error + 1e-6 * exact));
        }
      }
    }
  }

  /** The width of both sides of a convolution in a residual block is drawn once, not twice. */
  @Test
  void aDecisionThatOccursTwiceInAKernelIsOneAxis() {
    NetworkBuilder net = new NetworkBuilder(new Random(1));
    String a = net.conv("a", net.input("x", 1, 3, 4, 4), 8, 1, 1);
    String b = net.conv("b", a, 8, 3, 1);
    String sum = net.binary("sum", "Add", a, b);
    Graph graph =
        net.build(net.gemm("head", net.flatten("flat", net.globalAveragePool("pool", sum)), 3));
    TestSpace space = halved(graph);
    // a: 3·w·16, b: w·w·9·16, head: 3·w, with w = 8 or 4.
    double wide = 3 * 8 * 16 + 8 * 8 * 9 * 16 + 3 * 8;
    double narrow = 3 * 4 * 16 + 4 * 4 * 9 * 16 + 3 * 4;
    assertThat(space.model().expected(new double[][] {{0.25, 0.75}})[MACS])
        .isEqualTo(0.25 * wide + 0.75 * narrow);
  }

  @Test
  void aDepthwiseConvolutionAndAValueBesideItselfAreOneAxis() {
    NetworkBuilder net = new NetworkBuilder(new Random(1));
    String a = net.conv("a", net.input("x", 1, 3, 4, 4), 8, 1, 1);
    String depthwise = net.conv("depthwise", a, 8, 3, 8);
    String twice = net.concat("twice", depthwise, depthwise);
    Graph graph = net.build(net.conv("head", twice, 3, 1, 1));
    TestSpace space = halved(graph);
    // a: 3·w·16, depthwise: w·9·16, head: 2·w·3·16.
    double perChannel = 3 * 16 + 9 * 16 + 2 * 3 * 16;
    assertThat(space.model().expected(new double[][] {{0.25, 0.75}})[MACS])
        .isEqualTo((0.25 * 8 + 0.75 * 4) * perChannel);
    assertThat(space.model().cost(new int[] {1})[PARAMETERS])
        .isEqualTo((3 * 4 + 4) + (9 * 4 + 4) + (3 * 8 + 3));
  }

  private static TestSpace halved(Graph graph) {
    TestSpace bare = TestSpace.of(graph, false, List.of());
    List<Decision> decisions =
        bare.facts().groups().stream()
            .<Decision>map(g -> TestDecision.width(g, List.of(8, 4)))
            .toList();
    assertThat(decisions).hasSize(1);
    return TestSpace.of(graph, false, decisions);
  }

  private static int[] draw(double[][] positions, Random random) {
    int[] settings = new int[positions.length];
    for (int d = 0; d < settings.length; d++) {
      double left = random.nextDouble();
      int last = positions[d].length - 1;
      while (settings[d] < last && left >= positions[d][settings[d]]) {
        left -= positions[d][settings[d]++];
      }
    }
    return settings;
  }

  private static double[] oneHot(int place, int length) {
    double[] position = new double[length];
    position[place] = 1;
    return position;
  }
}
