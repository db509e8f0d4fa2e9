package dev.pluto.plugins.nas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.search.Alternative;
import dev.pluto.spi.search.Refusal;
import dev.pluto.spi.search.Restructuring;
import dev.pluto.spi.search.Setting;
import dev.pluto.spi.search.StructureDecision;
import dev.pluto.testkit.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which alternatives are offered, and how close they are to what they stand in for. */
class AlternativesTest {
  private final TestHost host = TestHost.find().orElseThrow();

  private static NasOptions options(double share, String... kinds) {
    return new NasOptions(List.of(kinds), share, 2);
  }

  private List<Setting> settings(TestNetwork network, NasOptions options) {
    List<StructureDecision> decisions = network.restructuring(host, options).decisions();
    assertThat(decisions).hasSize(1);
    return decisions.get(0).settings();
  }

  /** Largest difference to the given network with one branch taken, over the largest output. */
  private double difference(TestNetwork network, NasOptions options, int setting) {
    Graph given = network.graph();
    List<StructureDecision> decisions = network.restructuring(host, options).decisions();
    Graph all = host.withAlternatives(given, decisions);
    Graph taken = host.edit(all, network.shapes(), e -> decisions.get(0).apply(setting, e));
    Map<String, float[]> input = network.sample();
    float[] before = host.run(given, input, network.shapes()).values().iterator().next();
    float[] after = host.run(taken, input, network.shapes()).values().iterator().next();
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < before.length; i++) {
      largest = Math.max(largest, Math.abs(before[i]));
      difference = Math.max(difference, Math.abs(before[i] - after[i]));
    }
    return difference / largest;
  }

  private static Filters filters(Map<String, Tensor> constants, String name) {
    Tensor tensor = constants.get(name);
    if (tensor == null) {
      throw new AssertionError("no constant " + name + " among " + constants.keySet());
    }
    return Filters.of(tensor);
  }

  @Test
  void allKindsForAnOrdinaryConvolution() {
    TestNetwork network =
        new TestNetwork(1, 16, 8, 8).conv("conv", "x", 16, 32, 3, 1, 1).output("conv", 4);
    assertThat(settings(network, options(0.5, "kernel", "separable", "low-rank", "grouped")))
        .extracting(Setting::label)
        .containsExactly(
            "as given", "rank 16 of 48", "2 groups", "depthwise separable", "1x1 kernel");
  }

  /** Whatever the arrangement, nothing is lost at full rank: the share allows all of it. */
  @Test
  void aFactorisationOfFullRankComputesTheSame() {
    for (int[] form : new int[][] {{2, 16, 3}, {16, 2, 3}, {4, 12, 1}, {8, 8, 5}}) {
      for (int stride : new int[] {1, 2}) {
        TestNetwork network =
            new TestNetwork(1, form[0], 9, 9)
                .conv("conv", "x", form[0], form[1], form[2], stride, 1)
                .output("conv", 4);
        ConvolutionSite site =
            ConvolutionSite.of(
                network.graph(),
                network.graph().nodes().get(0),
                host.searchContext(
                        network.graph(),
                        network.shapes(),
                        new Capabilities(Map.of(), 1, List.of(), Set.of()))
                    .types());
        Alternative full = LowRank.of(site, 50).get(0).alternative();
        Graph.Builder replaced = network.graph().toBuilder().nodes(full.nodes());
        full.initializers().forEach(replaced::initializer);
        Graph graph =
            replaced
                .outputs(
                    List.of(
                        new ValueInfo(
                            full.result(),
                            DataType.FLOAT,
                            network.graph().outputs().get(0).dimensions())))
                .build();
        Map<String, float[]> input = network.sample();
        float[] expected =
            host.run(network.graph(), input, network.shapes()).values().iterator().next();
        float[] got = host.run(graph, input, network.shapes()).values().iterator().next();
        assertThat(got).hasSameSizeAs(expected);
        for (int i = 0; i < got.length; i++) {
          assertThat(got[i]).isCloseTo(expected[i], within(1e-4f));
        }
      }
    }
  }

  @Test
  void filtersOfRankOnePerChannelAreSeparatedWithoutLoss() {
    TestNetwork network =
        new TestNetwork(1, 3, 8, 8).conv("conv", "x", 3, 1, 3, 2, 1).output("conv", 4);
    // One filter reads every channel once: nothing is lost, and nothing is saved either.
    Graph graph = network.graph();
    ConvolutionSite site =
        new ConvolutionSite(
            graph.nodes().get(0),
            Filters.of(graph.initializer("conv.w").orElseThrow()),
            graph.initializer("conv.b"),
            Window.of(graph.nodes().get(0)).orElseThrow(),
            1,
            Shape.of(1, 3, 8, 8),
            Shape.of(1, 1, 4, 4));
    Candidate candidate = Separable.of(site).get(0);
    assertThat(candidate.share()).isGreaterThan(1);
    Map<String, Tensor> constants = candidate.alternative().initializers();
    Filters depthwise = filters(constants, "conv.separable.depthwise.weight");
    Filters pointwise = filters(constants, "conv.separable.pointwise.weight");
    for (int c = 0; c < 3; c++) {
      for (int p = 0; p < 9; p++) {
        assertThat(depthwise.at(c, 0, p / 3, p % 3) * pointwise.at(0, c, 0, 0))
            .isCloseTo(site.filters().at(0, c, p / 3, p % 3), within(1e-5f));
      }
    }
  }

  @Test
  void theCentreOfAKernelIsAllOfAKernelThatIsZeroAround() {
    TestNetwork network =
        new TestNetwork(1, 4, 9, 9).conv("conv", "x", 4, 8, 3, 2, 1).output("conv", 4);
    assertThat(settings(network, options(0.5, "kernel"))).hasSize(2);
    assertThat(difference(network, options(0.5, "kernel"), 0)).isZero();
    Restructuring restructuring = network.restructuring(host, options(0.5, "kernel"));
    Alternative centre = restructuring.decisions().get(0).alternatives().get(0);
    Filters all = Filters.of(network.graph().initializer("conv.w").orElseThrow());
    Filters one = filters(centre.initializers(), "conv.kernel.conv.weight");
    for (int m = 0; m < 8; m++) {
      for (int c = 0; c < 4; c++) {
        assertThat(one.at(m, c, 0, 0)).isEqualTo(all.at(m, c, 1, 1));
      }
    }
  }

  @Test
  void depthwiseConvolutionsGetSmallerKernelsAlone() {
    TestNetwork network =
        new TestNetwork(1, 8, 9, 9).conv("conv", "x", 8, 8, 5, 1, 8).output("conv", 4);
    assertThat(settings(network, options(0.5, "kernel", "separable", "low-rank", "grouped")))
        .extracting(Setting::label)
        .containsExactly("as given", "3x3 kernel");
  }

  @Test
  void activationsHaveCheaperOnes() {
    TestNetwork network = new TestNetwork(1, 4, 3, 3).node("act", "Sigmoid", "x").output("act", 4);
    assertThat(settings(network, options(0.5, "activation")))
        .extracting(Setting::label)
        .containsExactly("as given", "HardSigmoid");
    assertThat(difference(network, options(0.5, "activation"), 1)).isBetween(1e-3, 0.1);
  }

  private static TestNetwork block(boolean rectified) {
    TestNetwork network =
        new TestNetwork(1, 4, 6, 6)
            .conv("stem", "x", 4, 4, 1, 1, 1)
            .node("start", rectified ? "Relu" : "Sigmoid", "stem")
            .conv("a", "start", 4, 4, 3, 1, 1)
            .node("relu", "Relu", "a")
            .conv("b", "relu", 4, 4, 3, 1, 1)
            .node("add", "Add", "b", "start")
            .node("end", "Relu", "add");
    return network.conv("head", "end", 4, 2, 1, 1, 1).output("head", 4);
  }

  @Test
  void aRemovedBlockIsTheShortcutAlone() {
    for (boolean rectified : new boolean[] {true, false}) {
      TestNetwork network = block(rectified);
      List<StructureDecision> decisions =
          network.restructuring(host, options(0.5, "block")).decisions();
      assertThat(decisions).hasSize(1);
      assertThat(decisions.get(0).id()).isEqualTo("nas/add");
      assertThat(decisions.get(0).value()).isEqualTo(rectified ? "end" : "add");
      Graph all = host.withAlternatives(network.graph(), decisions);
      Graph removed = host.edit(all, network.shapes(), e -> decisions.get(0).apply(1, e));
      assertThat(removed.nodes()).hasSize(rectified ? 3 : 4);
      // The branch at zero computes the same.
      Graph given = network.graph();
      Graph.Builder zeroed = given.toBuilder();
      for (String constant : List.of("b.w", "b.b")) {
        Tensor tensor = given.initializer(constant).orElseThrow();
        zeroed.initializer(
            constant, Tensor.ofFloats(tensor.shape(), new float[(int) tensor.shape().elements()]));
      }
      Map<String, float[]> input = network.sample();
      float[] expected = host.run(zeroed.build(), input, network.shapes()).get("head");
      float[] got = host.run(removed, input, network.shapes()).get("head");
      assertThat(got).isEqualTo(expected);
    }
  }

  @Test
  void whatServesOthersTooIsNoBlock() {
    TestNetwork shared = block(true).node("other", "Relu", "relu").output("other", 4);
    assertThat(shared.restructuring(host, options(0.5, "block")).decisions()).isEmpty();
    TestNetwork projected =
        new TestNetwork(1, 4, 6, 6)
            .conv("a", "x", 4, 4, 3, 1, 1)
            .conv("b", "x", 4, 4, 1, 1, 1)
            .node("add", "Add", "a", "b")
            .conv("head", "add", 4, 2, 1, 1, 1)
            .output("head", 4);
    assertThat(projected.restructuring(host, options(0.5, "block")).decisions()).isEmpty();
  }

  @Test
  void placesThatAreLeftAloneHaveAReason() {
    TestNetwork network =
        new TestNetwork(1, 4, 6, 6)
            .conv("tiny", "x", 4, 4, 1, 1, 1)
            .conv("a", "tiny", 4, 4, 3, 1, 1)
            .node("sum", "Add", "a", "tiny")
            .output("sum", 4);
    assertThat(network.restructuring(host, options(0.5, "kernel", "block")).refusals())
        .containsExactlyInAnyOrder(
            new Refusal("tiny", "no alternative saves a tenth of its multiply-adds"),
            new Refusal("sum", "its sum is a result of the model"));
    assertThat(new ArrayList<>(options(2, "kernels").problems())).hasSize(2);
  }
}
