package dev.pluto.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Quantizations become nodes in the file and quantizations again when it is read. */
class QuantizationRoundTripTest {
  static List<Path> baselines() {
    return SharedModels.in("baselines");
  }

  private static Graph baseline(String name) {
    return OnnxReader.read(SharedModels.folder("baselines/" + name + ".onnx"));
  }

  @ParameterizedTest
  @MethodSource("baselines")
  void readsWhatItWrote(Path file) {
    Graph graph = OnnxReader.read(file);
    Graph quantized =
        Calibration.quantizeValues(Calibration.quantizeWeights(graph, Precision.INT8));
    byte[] written = OnnxWriter.write(quantized);
    Graph read = OnnxReader.read(written, "written");
    assertThat(read.nodes()).isEqualTo(graph.nodes());
    assertThat(read.initializers().keySet())
        .containsExactlyElementsOf(graph.initializers().keySet());
    assertThat(read.quantizations()).containsAllEntriesOf(quantized.quantizations());
    assertThat(read.outputs()).isEqualTo(graph.outputs());
    assertThat(OnnxWriter.write(read)).isEqualTo(written);
    Graph again = OnnxReader.read(OnnxWriter.write(read), "again");
    assertThat(again.initializers()).isEqualTo(read.initializers());
    assertThat(again.quantizations()).isEqualTo(read.quantizations());
  }

  @ParameterizedTest
  @MethodSource("baselines")
  void tellsTheLengthInEveryPrecision(Path file) {
    Graph graph = OnnxReader.read(file);
    for (Precision precision : List.of(Precision.INT8, Precision.INT4, Precision.INT16)) {
      Graph quantized = Calibration.quantizeWeights(graph, precision);
      assertThat(OnnxWriter.size(quantized)).isEqualTo(OnnxWriter.write(quantized).length);
    }
  }

  @Test
  void tellsTheLengthWithoutElementsAndScales() {
    Graph quantized =
        Calibration.quantizeValues(
            Calibration.quantizeWeights(baseline("cifar_resnet8"), Precision.INT8));
    Graph.Builder sketch = quantized.toBuilder();
    quantized
        .initializers()
        .forEach((n, t) -> sketch.initializer(n, Tensor.shapeOnly(t.dataType(), t.shape())));
    quantized
        .quantizations()
        .forEach((n, q) -> sketch.quantization(n, Quantization.of(q.precision())));
    assertThat(OnnxWriter.size(sketch.build())).isEqualTo(OnnxWriter.write(quantized).length);
  }

  @Test
  void keepsNarrowIntegers() {
    for (Precision precision : List.of(Precision.INT4, Precision.INT16)) {
      Graph graph = baseline("cifar_dscnn");
      Graph quantized = Calibration.quantizeWeights(graph, precision);
      assertKept(graph, quantized);
      assertThat(OnnxReader.read(OnnxWriter.write(quantized), "written").opsets())
          .containsEntry("", 21L);
    }
  }

  @Test
  void keepsHalfPrecisionOfWeightsAndValues() {
    Graph graph = baseline("cifar_dscnn");
    Graph.Builder builder = graph.toBuilder();
    for (Node node : graph.nodes()) {
      node.input(1)
          .or(() -> Optional.of(node.output()))
          .ifPresent(n -> builder.quantization(n, Quantization.of(Precision.FP16)));
    }
    builder.quantization("input", Quantization.of(Precision.FP16));
    assertKept(graph, builder.build());
  }

  private static void assertKept(Graph graph, Graph quantized) {
    byte[] written = OnnxWriter.write(quantized);
    Graph read = OnnxReader.read(written, "written");
    assertThat(read.nodes()).isEqualTo(graph.nodes());
    assertThat(read.quantizations()).isEqualTo(quantized.quantizations());
    assertThat(OnnxWriter.write(read)).isEqualTo(written);
  }

  /** The floats in the graph that is read are those the file computes with. */
  @ParameterizedTest
  @MethodSource("baselines")
  void widensConstantsAsTheRuntimeDoes(Path file) {
    Graph quantized = Calibration.quantizeWeights(OnnxReader.read(file), Precision.INT8);
    byte[] written = OnnxWriter.write(quantized);
    Graph widened = OnnxReader.read(written, "written").toBuilder().quantizations(Map.of()).build();
    SharedModels.assertSameOutputs(written, OnnxWriter.write(widened), file.toString(), 1e-5f);
  }

  @Test
  void staysCloseToTheModelInFloat() {
    for (String name : List.of("cifar_resnet8", "denoise_dncnn8", "sr_edsr_tiny_x2")) {
      Graph graph = baseline(name);
      Graph quantized =
          Calibration.quantizeValues(Calibration.quantizeWeights(graph, Precision.INT8));
      try (OnnxRuntimeModel one = OnnxRuntimeModel.open(OnnxWriter.write(graph), name, 1);
          OnnxRuntimeModel other = OnnxRuntimeModel.open(OnnxWriter.write(quantized), name, 1)) {
        Map<String, Tensor> inputs = SharedModels.inputs(one);
        float[] expected = one.run(inputs).values().iterator().next().floats();
        float[] actual = other.run(inputs).values().iterator().next().floats();
        assertThat(relativeError(expected, actual)).as(name).isBetween(1e-7, 0.1);
      }
    }
  }

  private static double relativeError(float[] expected, float[] actual) {
    double error = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      error += Math.pow(expected[i] - actual[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(error / norm);
  }
}
