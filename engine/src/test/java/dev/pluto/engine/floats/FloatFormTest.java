package dev.pluto.engine.floats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.onnx.HalfPrecision;
import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.onnx.SharedModels;
import dev.pluto.engine.onnx.SmallModels;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files of reduced precision as the networks of 32-bit floats that they stand for. */
class FloatFormTest {
  private static Tensor bytes(DataType type, Shape shape, int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Tensor.of(type, shape, ByteBuffer.wrap(bytes));
  }

  private static Tensor number(double value) {
    return Tensor.ofFloats(Shape.of(), (float) value);
  }

  /** x → integers → a convolution and a sum on integers → floats, with a MaxPool between. */
  private static Graph onIntegers() {
    return Graph.builder("integers")
        .opset("", 13)
        .opset("com.microsoft", 1)
        .input(SmallModels.floats("x", 1, 1, 4, 4))
        .output(SmallModels.floats("y", 1, 1, 4, 4))
        .initializer("s", number(0.01))
        .initializer("s2", number(0.02))
        .initializer("z", bytes(DataType.UINT8, Shape.of(), 0))
        .initializer("w", bytes(DataType.INT8, Shape.of(1, 1, 1, 1), 100))
        .initializer("ws", number(0.005))
        .initializer("wz", bytes(DataType.INT8, Shape.of(), 0))
        .node(SmallModels.node("q", "QuantizeLinear", List.of("x", "s", "z"), "xq"))
        .node(
            SmallModels.node(
                "conv", "QLinearConv", List.of("xq", "s", "z", "w", "ws", "wz", "s2", "z"), "c"))
        .node(
            SmallModels.node("pool", "MaxPool", List.of("c"), "p")
                .withAttribute("kernel_shape", SmallModels.ints(1, 1)))
        .node(
            new Node(
                "add",
                "com.microsoft",
                "QLinearAdd",
                List.of("p", "s2", "z", "xq", "s", "z", "s2", "z"),
                List.of("a"),
                Map.of()))
        .node(SmallModels.node("d", "DequantizeLinear", List.of("a", "s2", "z"), "y"))
        .build();
  }

  @Test
  void operatorsOnIntegersBecomeThoseOnFloats() {
    Graph floats = FloatForm.of(onIntegers());
    assertThat(floats.nodes())
        .extracting(Node::opType)
        .filteredOn(type -> !type.equals("Identity"))
        .containsSubsequence("Conv", "Clip", "MaxPool")
        .contains("Add")
        .noneMatch(type -> type.contains("Q") || type.contains("Dequantize"));
    assertThat(floats.quantizations()).isEmpty();
    assertSimilar(onIntegers(), floats, 0.02f);
  }

  @Test
  void halfPrecisionIsComputedInFullAndStaysHalfInTheFile() {
    Tensor weight = HalfPrecision.of(Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4));
    ValueInfo x = half("x");
    Graph graph =
        Graph.builder("half")
            .opset("", 13)
            .input(x)
            .output(half("y"))
            .initializer("w", weight)
            .node(SmallModels.node("m", "MatMul", List.of("x", "w"), "y"))
            .build();
    Graph floats = FloatForm.of(graph);
    assertThat(floats.inputs()).containsExactly(x);
    assertThat(floats.initializer("w").map(Tensor::dataType)).contains(DataType.FLOAT);
    assertThat(floats.quantization("w")).contains(Quantization.of(Precision.FP16));
    Graph written = OnnxReader.read(OnnxWriter.write(floats), "written");
    assertThat(written.inputs()).containsExactly(x);
    assertThat(written.quantization("w")).contains(Quantization.of(Precision.FP16));
    Map<String, Tensor> input =
        Map.of("x", HalfPrecision.of(Tensor.ofFloats(Shape.of(1, 2), 1, 2)));
    assertThat(run(floats, input)).isEqualTo(run(graph, input));
  }

  @Test
  void aFloatModelIsItsOwnFloatForm() {
    Graph graph = SmallModels.convolutions();
    assertThat(FloatForm.of(graph)).isSameAs(graph);
  }

  private static ValueInfo half(String name) {
    return new ValueInfo(name, DataType.FLOAT16, SmallModels.floats(name, 1, 2).dimensions());
  }

  private static void assertSimilar(Graph integers, Graph floats, float tolerance) {
    float[] values = new float[16];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.1f;
    }
    Map<String, Tensor> input = Map.of("x", Tensor.ofFloats(Shape.of(1, 1, 4, 4), values));
    SharedModels.assertSame(run(integers, input), run(floats, input), tolerance);
  }

  private static Map<String, Tensor> run(Graph graph, Map<String, Tensor> input) {
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(OnnxWriter.write(graph), "model", 1)) {
      return model.run(input);
    }
  }
}
