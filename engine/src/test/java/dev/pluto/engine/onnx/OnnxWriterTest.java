package dev.pluto.engine.onnx;

import static dev.pluto.engine.onnx.SmallModels.floats;
import static dev.pluto.engine.onnx.SmallModels.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Quantization.Scale;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is written, and what is not. */
class OnnxWriterTest {
  @Test
  void keepsNamesTextsAndOperatorSet() {
    Graph graph = SmallModels.convolutions();
    Graph read = OnnxReader.read(OnnxWriter.write(graph), "written");
    assertThat(read.name()).isEqualTo(graph.name());
    assertThat(read.inputs()).isEqualTo(graph.inputs());
    assertThat(read.outputs()).isEqualTo(graph.outputs());
    assertThat(read.nodes()).isEqualTo(graph.nodes());
    assertThat(read.initializers()).isEqualTo(graph.initializers());
    assertThat(read.opsets()).isEqualTo(graph.opsets());
    assertThat(read.metadata()).isEqualTo(graph.metadata());
  }

  @Test
  void givesBiasesTheStepOfTheirProducts() {
    Graph graph = quantized(0.5f, 0.25f);
    Graph read = OnnxReader.read(OnnxWriter.write(graph), "written");
    Quantization bias = read.quantization("b").orElseThrow();
    assertThat(bias.precision()).isEqualTo(TensorPrecision.INT32);
    assertThat(bias.scale().orElseThrow().steps()).containsExactly(0.125f);
    assertThat(read.initializer("b").orElseThrow().floats()).containsExactly(1, 2.125f);
  }

  @Test
  void leavesBiasesThatWouldSaturate() {
    assertThat(OnnxReader.read(OnnxWriter.write(quantized(1e-6f, 1e-6f)), "m").quantizations())
        .containsOnlyKeys("x", "w");
    assertThat(OnnxReader.read(OnnxWriter.write(quantized(1e-30f, 1e-30f)), "m").quantizations())
        .containsOnlyKeys("x", "w");
  }

  @Test
  void leavesBiasesThatOthersReadToo() {
    Graph graph =
        quantized(0.5f, 0.25f).toBuilder()
            .node(node("relu", "Relu", List.of("b"), "z"))
            .output(floats("z", 2))
            .build();
    assertThat(OnnxReader.read(OnnxWriter.write(graph), "m").quantizations())
        .containsOnlyKeys("x", "w");
  }

  private static Graph quantized(float inputStep, float weightStep) {
    return Graph.builder("gemm")
        .opset("", 13)
        .input(floats("x", 1, 2))
        .output(floats("y", 1, 2))
        .initializer("w", Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4))
        .initializer("b", Tensor.ofFloats(Shape.of(2), 1, 2.1f))
        .node(node("gemm", "Gemm", List.of("x", "w", "b"), "y"))
        .quantization("x", of(Precision.UINT8, inputStep))
        .quantization("w", of(Precision.INT8, weightStep))
        .build();
  }

  private static Quantization of(Precision precision, float step) {
    return new Quantization(
        precision, Optional.of(new Scale(List.of(step), List.of(0), OptionalInt.empty())));
  }

  @Test
  void tellsTheLengthOfLargeTensorsWithoutMakingThem() {
    for (long size : new long[] {0, 1, 65_535, 65_536, 65_537, 1_000_003, 1_900_000_000}) {
      Graph graph =
          SmallModels.convolutions().toBuilder()
              .initializer("large", Tensor.shapeOnly(DataType.UINT8, Shape.of(size)))
              .build();
      long without = OnnxWriter.size(SmallModels.convolutions());
      assertThat(OnnxWriter.size(graph) - without - size).isBetween(10L, 30L);
    }
  }

  @Test
  void refusesFilesAboveTheLimitOfTheFormat() {
    Tensor large = Tensor.shapeOnly(DataType.FLOAT, Shape.of(1 << 20, 1 << 10));
    Graph graph = SmallModels.convolutions().toBuilder().initializer("large", large).build();
    assertThatThrownBy(() -> OnnxWriter.size(graph))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("2 GiB");
  }

  @Test
  void tellsTheLengthFastEnoughForASearch() {
    Graph graph =
        Calibration.quantizeWeights(
            OnnxReader.read(SharedModels.folder("baselines/cifar_resnet8.onnx")), Precision.INT8);
    long total = 0;
    for (int i = 0; i < 300; i++) {
      total += OnnxWriter.size(graph);
    }
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      total += OnnxWriter.size(graph);
    }
    double milliseconds = (System.nanoTime() - start) / 1e6 / 100;
    assertThat(total).isEqualTo(400 * OnnxWriter.size(graph));
    assertThat(milliseconds).isLessThan(5);
  }
}
