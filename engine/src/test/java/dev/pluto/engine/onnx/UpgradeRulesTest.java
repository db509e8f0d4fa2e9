package dev.pluto.engine.onnx;

import static dev.pluto.engine.onnx.SmallModels.floats;
import static dev.pluto.engine.onnx.SmallModels.ints;
import static dev.pluto.engine.onnx.SmallModels.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators in the forms of old operator sets, which real models and suites rarely show. */
class UpgradeRulesTest {
  static List<Graph> oldForms() {
    Tensor scales = Tensor.ofFloats(Shape.of(4), 1, 1, 2, 3);
    Attribute linear = new Attribute.Text("linear");
    Attribute twice = new Attribute.Floats(List.of(1f, 1f, 2f, 2f));
    Tensor ones = Tensor.ofFloats(Shape.of(4), 1, 2, 3, 4);
    return List.of(
        graph(7, unary("Upsample", Map.of("scales", twice))),
        graph(7, unary("Upsample", Map.of("scales", twice, "mode", linear))),
        graph(9, binary("Upsample", Map.of()), scales),
        graph(10, binary("Resize", Map.of()), scales),
        graph(
            10,
            binary("Resize", Map.of("mode", linear)),
            Tensor.ofFloats(Shape.of(4), 1, 1, .5f, 2)),
        graph(7, unary("Pad", Map.of("pads", ints(0, 0, 1, 2, 0, 0, 3, 0)))),
        graph(7, unary("Pad", Map.of("pads", ints(0, 0, 1, 2, 0, 0, 3, 0), "value", number(2)))),
        graph(
            7,
            unary(
                "Pad",
                Map.of(
                    "pads", ints(0, 0, 1, 2, 0, 0, 3, 0), "mode", new Attribute.Text("reflect")))),
        graph(7, unary("Clip", Map.of("min", number(0.25f)))),
        graph(7, unary("Clip", Map.of("max", number(0.5f)))),
        graph(7, unary("Clip", Map.of())),
        graph(
            7,
            unary("Slice", Map.of("starts", ints(1, 2), "ends", ints(3, -1), "axes", ints(1, 3)))),
        graph(7, unary("Slice", Map.of("starts", ints(0, 1), "ends", ints(1, 3)))),
        graph(7, unary("Softmax", Map.of())),
        graph(11, unary("Softmax", Map.of("axis", new Attribute.IntValue(2)))),
        graph(11, unary("LogSoftmax", Map.of("axis", new Attribute.IntValue(-1)))),
        graph(11, unary("Hardmax", Map.of("axis", new Attribute.IntValue(0)))),
        graph(7, unary("Dropout", Map.of("ratio", number(0.4f)))),
        graph(10, unary("Dropout", Map.of("ratio", number(0.4f)))),
        graph(
            7,
            unary("ReduceMean", Map.of("axes", ints(2, 3), "keepdims", new Attribute.IntValue(0)))),
        graph(11, unary("ReduceSum", Map.of("axes", ints(-1)))),
        graph(7, unary("ReduceMax", Map.of())),
        graph(7, unary("Unsqueeze", Map.of("axes", ints(0, 5)))),
        graph(7, unary("Squeeze", Map.of("axes", ints(0)))),
        graph(7, unary("Squeeze", Map.of())),
        graph(
            7,
            new Node(
                "n",
                "",
                "TopK",
                List.of("x"),
                List.of("y", "i"),
                Map.of("k", new Attribute.IntValue(2)))),
        graph(
            7,
            new Node(
                "n",
                "",
                "Split",
                List.of("x"),
                List.of("y", "z"),
                Map.of("axis", new Attribute.IntValue(1)))),
        graph(
            11,
            new Node(
                "n",
                "",
                "Split",
                List.of("x"),
                List.of("y", "z"),
                Map.of("axis", new Attribute.IntValue(1), "split", ints(1, 3)))),
        graph(
            7,
            new Node(
                "n",
                "",
                "BatchNormalization",
                List.of("x", "c", "c", "c", "c"),
                List.of("y"),
                Map.of("spatial", new Attribute.IntValue(1))),
            ones));
  }

  @ParameterizedTest
  @MethodSource("oldForms")
  void computesTheSame(Graph graph) {
    for (long target : new long[] {13, 21}) {
      byte[] raised = OnnxWriter.write(OpsetUpgrade.raise(graph, target));
      SharedModels.assertSameOutputs(OnnxWriter.write(graph), raised, graph.name(), 1e-6f);
    }
  }

  @Test
  void refusesWhatItCannotRaise() {
    Tensor halves = Tensor.ofFloats(Shape.of(4), 1, 1, 0.5f, 0.5f);
    Attribute zero = new Attribute.IntValue(0);
    assertRefused(graph(10, binary("Resize", Map.of()), halves), "Resize 'n': it may shrink");
    assertRefused(graph(7, unary("BatchNormalization", Map.of("spatial", zero))), "per position");
    assertRefused(graph(7, unary("Mystery", Map.of())), "Mystery 'n': there is no rule");
    assertRefused(graph(6, unary("Relu", Map.of())), "operator set 6 cannot be raised");
    Graph masked = graph(7, node("n", "Dropout", List.of("x"), "y", "mask"));
    ValueInfo mask = new ValueInfo("mask", DataType.FLOAT, Optional.empty());
    assertRefused(masked.toBuilder().output(mask).build(), "mask had another type");
    Graph half = graph(7, unary("Clip", Map.of()), Tensor.shapeOnly(DataType.FLOAT16, Shape.of()));
    assertRefused(half, "limits have no certain type");
  }

  @Test
  void writesInt4OnlyWhereTheOperatorSetCanBeRaised() {
    assertThat(OnnxWriter.supportsInt4(graph(7, unary("Relu", Map.of())))).isTrue();
    assertThat(OnnxWriter.supportsInt8(graph(12, unary("Mystery", Map.of())))).isFalse();
    assertThat(OnnxWriter.supportsInt8(graph(13, unary("Mystery", Map.of())))).isTrue();
    assertThat(OnnxWriter.supportsInt4(graph(13, unary("Mystery", Map.of())))).isFalse();
  }

  private static void assertRefused(Graph graph, String why) {
    assertThatThrownBy(() -> OpsetUpgrade.raise(graph, 13))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(why);
  }

  private static Attribute number(float value) {
    return new Attribute.FloatValue(value);
  }

  private static Node unary(String opType, Map<String, Attribute> attributes) {
    return new Node("n", "", opType, List.of("x"), List.of("y"), attributes);
  }

  private static Node binary(String opType, Map<String, Attribute> attributes) {
    return new Node("n", "", opType, List.of("x", "c"), List.of("y"), attributes);
  }

  private static Graph graph(long opset, Node node, Tensor... constant) {
    Graph.Builder builder =
        Graph.builder(node.opType() + opset)
            .opset("", opset)
            .input(floats("x", 1, 4, 5, 6))
            .output(new ValueInfo("y", DataType.FLOAT, Optional.empty()))
            .node(node);
    for (Tensor tensor : constant) {
      builder.initializer("c", tensor);
    }
    return builder.build();
  }
}
