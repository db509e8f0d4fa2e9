package dev.pluto.plugins.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Frozen;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.testkit.ReferenceNetwork;
import dev.pluto.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With every decision at its first setting, hooks of all operators leave the model as it is. */
class UnchangedTest {
  private static final double TOLERANCE = 1e-5;

  private final TestHost host = TestHost.find().orElseThrow();

  @ParameterizedTest
  @ValueSource(ints = {4, 7, 8, 16, 33})
  void aSmallNetworkStaysAsItIs(int width) {
    ReferenceNetwork network = new ReferenceNetwork(width);
    check(network.graph(), network.inputShapes(), network.input(width));
  }

  @Test
  void aTrainedNetworkStaysAsItIs() {
    Path file =
        Path.of(System.getProperty("pluto.shared", "../shared"), "baselines/cifar_resnet8.onnx");
    assumeTrue(Files.exists(file), file + " does not exist");
    Graph graph = OnnxReader.read(file);
    String input = graph.inputs().get(0).name();
    Random random = new Random(1);
    float[] image = new float[3 * 32 * 32];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    check(graph, Map.of(input, Shape.of(1, 3, 32, 32)), Map.of(input, image));
  }

  private void check(Graph graph, Map<String, Shape> shapes, Map<String, float[]> input) {
    List<Decision> decisions = AllOperators.on(graph, shapes).decisions();
    assertThat(decisions).hasSizeGreaterThan(4);
    host.train(
        graph,
        context -> {
          Map<String, float[]> original = host.forward(context, List.of(), input, shapes);
          assertClose(host.run(graph, input, shapes), original, 1e-4);
          List<Relaxation> relaxations = decisions.stream().map(d -> d.relax(context)).toList();
          relaxations.forEach(r -> r.moveTo(0));
          List<Hook> sampled = relaxations.stream().flatMap(r -> r.hooks().stream()).toList();
          assertThat(sampled).hasSizeGreaterThan(decisions.size());
          assertClose(original, host.forward(context, sampled, input, shapes), TOLERANCE);
          List<Hook> first = relaxations.stream().flatMap(r -> r.hooks(0).stream()).toList();
          assertClose(original, host.forward(context, first, input, shapes), TOLERANCE);
          relaxations.forEach(Relaxation::close);
          List<Frozen> frozen = decisions.stream().map(d -> d.freeze(0, context)).toList();
          frozen.forEach(f -> f.progress(1));
          List<Hook> left = frozen.stream().flatMap(f -> f.hooks().stream()).toList();
          assertClose(original, host.forward(context, left, input, shapes), TOLERANCE);
          frozen.forEach(Frozen::close);
        });
  }

  private static void assertClose(
      Map<String, float[]> expected, Map<String, float[]> actual, double tolerance) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) -> {
          float[] others = actual.getOrDefault(name, new float[0]);
          assertThat(others).hasSameSizeAs(values);
          double largest =
              IntStream.range(0, values.length)
                  .mapToDouble(i -> Math.abs(values[i]))
                  .max()
                  .orElse(0);
          for (int i = 0; i < values.length; i++) {
            assertThat((double) Math.abs(others[i] - values[i]))
                .isLessThanOrEqualTo(tolerance * largest);
          }
        });
  }
}
