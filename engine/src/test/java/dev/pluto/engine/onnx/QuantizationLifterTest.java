package dev.pluto.engine.onnx;

import static dev.pluto.engine.onnx.SmallModels.floats;
import static dev.pluto.engine.onnx.SmallModels.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Quantization.Scale;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Quantizations as other tools write them, and forms that stay nodes. */
class QuantizationLifterTest {
  private static final Quantization HALF_STEPS =
      new Quantization(
          Precision.UINT8, Optional.of(new Scale(List.of(0.5f), List.of(3), OptionalInt.empty())));

  @Test
  void liftsAPairForEveryConsumer() {
    Graph lifted =
        QuantizationLifter.lift(
            graph()
                .node(node("r", "Relu", List.of("x"), "v"))
                .node(node("q1", "QuantizeLinear", List.of("v", "s", "z"), "vq1"))
                .node(node("d1", "DequantizeLinear", List.of("vq1", "s", "z"), "vd1"))
                .node(node("q2", "QuantizeLinear", List.of("v", "s", "z"), "vq2"))
                .node(node("d2", "DequantizeLinear", List.of("vq2", "s", "z"), "vd2"))
                .node(node("add", "Add", List.of("vd1", "vd2"), "y"))
                .build());
    assertThat(lifted.nodes())
        .containsExactly(
            node("r", "Relu", List.of("x"), "v"), node("add", "Add", List.of("v", "v"), "y"));
    assertThat(lifted.quantizations()).containsOnlyKeys("v").containsEntry("v", HALF_STEPS);
    assertThat(lifted.initializers()).doesNotContainKeys("s", "z");
  }

  @Test
  void liftsOneQuantizerWithManyDequantizers() {
    Graph lifted =
        QuantizationLifter.lift(
            graph()
                .node(node("q", "QuantizeLinear", List.of("x", "s", "z"), "xq"))
                .node(node("d1", "DequantizeLinear", List.of("xq", "s", "z"), "a"))
                .node(node("d2", "DequantizeLinear", List.of("xq", "s", "z"), "b"))
                .node(node("add", "Add", List.of("a", "b"), "y"))
                .build());
    assertThat(lifted.nodes()).containsExactly(node("add", "Add", List.of("x", "x"), "y"));
    assertThat(lifted.quantizations()).containsOnlyKeys("x");
  }

  @Test
  void liftsQuantizersOfFloatConstants() {
    Graph lifted =
        QuantizationLifter.lift(
            graph()
                .initializer("w", Tensor.ofFloats(Shape.of(2), 1, 2))
                .node(node("q", "QuantizeLinear", List.of("w", "s", "z"), "wq"))
                .node(node("d", "DequantizeLinear", List.of("wq", "s", "z"), "wd"))
                .node(node("add", "Add", List.of("x", "wd"), "y"))
                .build());
    assertThat(lifted.nodes()).containsExactly(node("add", "Add", List.of("x", "w"), "y"));
    assertThat(lifted.quantizations()).containsOnlyKeys("w");
  }

  @Test
  void makesOneConstantOfEqualDequantizers() {
    Graph lifted =
        QuantizationLifter.lift(
            graph()
                .initializer(
                    "w", LinearQuantization.integers(DataType.UINT8, Shape.of(2), List.of(5, 7)))
                .node(node("d1", "DequantizeLinear", List.of("w", "s", "z"), "a"))
                .node(node("d2", "DequantizeLinear", List.of("w", "s", "z"), "b"))
                .node(node("add", "Add", List.of("a", "b"), "y"))
                .build());
    assertThat(lifted.nodes()).containsExactly(node("add", "Add", List.of("a", "a"), "y"));
    assertThat(lifted.initializers()).doesNotContainKeys("w", "b");
    assertThat(lifted.initializers()).containsEntry("a", Tensor.ofFloats(Shape.of(2), 1, 2));
  }

  @Test
  void leavesWhatHasNoOtherForm() {
    Node quantize = node("q", "QuantizeLinear", List.of("x", "s", "z"), "xq");
    Node dequantize = node("d", "DequantizeLinear", List.of("xq", "s", "z"), "y");
    Graph.Builder plain = graph().node(quantize);
    // The only name of the result is an output's, and the value is an input.
    assertUntouched(plain.node(dequantize).build());
    Graph.Builder mixed = graph().node(quantize);
    assertUntouched(
        mixed
            .node(dequantize.withOutputs(List.of("a")))
            .node(node("add", "Add", List.of("a", "x"), "y"))
            .build());
    assertUntouched(
        graph()
            .node(quantize)
            .node(node("d", "DequantizeLinear", List.of("xq", "other", "z"), "a"))
            .node(node("relu", "Relu", List.of("a"), "y"))
            .build());
    assertUntouched(
        graph()
            .node(node("n", "Exp", List.of("s"), "computed"))
            .node(node("q", "QuantizeLinear", List.of("x", "computed", "z"), "xq"))
            .node(node("d", "DequantizeLinear", List.of("xq", "computed", "z"), "a"))
            .node(node("relu", "Relu", List.of("a"), "y"))
            .build());
    assertUntouched(
        graph()
            .node(quantize)
            .node(node("pool", "MaxPool", List.of("xq"), "pq"))
            .node(node("d", "DequantizeLinear", List.of("pq", "s", "z"), "y"))
            .build());
    Attribute half = new Attribute.IntValue(DataType.FLOAT16.onnx());
    Attribute single = new Attribute.IntValue(DataType.FLOAT.onnx());
    assertUntouched(
        graph()
            .node(node("n", "Shape", List.of("x"), "v"))
            .node(node("c1", "Cast", List.of("v"), "vh").withAttribute("to", half))
            .node(node("c2", "Cast", List.of("vh"), "vf").withAttribute("to", single))
            .node(node("relu", "Relu", List.of("vf"), "y"))
            .build());
  }

  private static void assertUntouched(Graph graph) {
    assertThat(QuantizationLifter.lift(graph)).isSameAs(graph);
  }

  private static Graph.Builder graph() {
    return Graph.builder("graph")
        .opset("", 13)
        .input(floats("x", 2))
        .output(floats("y", 2))
        .initializer("s", Tensor.ofFloats(Shape.of(), 0.5f))
        .initializer("other", Tensor.ofFloats(Shape.of(), 0.25f))
        .initializer("z", LinearQuantization.integers(DataType.UINT8, Shape.of(), List.of(3)));
  }
}
