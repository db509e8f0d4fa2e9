package dev.pluto.engine.onnx;

import static dev.pluto.engine.onnx.SmallModels.floats;
import static dev.pluto.engine.onnx.SmallModels.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.examine.ModelInspector;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.engine.report.Inspection;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that are sound as files, with graphs that are made to take memory and time. */
@Timeout(180)
class HostileGraphTest {
  private static final Operators OPERATORS = new Operators(BuiltInOperators.all());

  @Test
  void valuesLargerThanAnyNetworkComputes() {
    assertRefused(
        graph(node("wide", "Expand", List.of("x", "c"), "y"))
            .initializer("c", longs(1L << 40, 1, 1, 1)),
        "node Expand 'wide'",
        "up to 268435456 elements");
    assertRefused(
        graph(node("wide", "Tile", List.of("x", "c"), "y"))
            .initializer("c", longs(1L << 31, 1, 1, 1)),
        "node Tile 'wide'",
        "up to 268435456 elements");
    assertRefused(
        graph(node("wide", "ConstantOfShape", List.of("c"), "y"))
            .initializer("c", longs(1L << 31, 1L << 31, 1L << 31)),
        "node ConstantOfShape 'wide'",
        "up to 268435456 elements");
    assertRefused(
        graph(node("wide", "Range", List.of("a", "b", "c"), "y"))
            .initializer("a", Tensor.ofLongs(Shape.of(), 0))
            .initializer("b", Tensor.ofLongs(Shape.of(), 1L << 50))
            .initializer("c", Tensor.ofLongs(Shape.of(), 1)),
        "node Range 'wide'",
        "up to 268435456 elements");
    for (String mode : List.of("edge", "reflect", "wrap", "constant")) {
      assertRefused(
          graph(
                  node("wide", "Pad", List.of("x", "c"), "y")
                      .withAttribute("mode", new Attribute.Text(mode)))
              .initializer("c", longs(0, 0, 0, 1L << 40, 0, 0, 0, 0)),
          "node Pad 'wide'",
          "up to 268435456 elements");
    }
  }

  @Test
  void shapesBeyondSixtyFourBitsAndManyAxes() {
    assertRefused(
        Graph.builder("large")
            .opset("", 17)
            .input(floats("x", Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE))
            .output(floats("y", 1))
            .node(node("relu", "Relu", List.of("x"), "y")),
        "input 'x'",
        "up to 268435456 elements");
    assertRefused(
        graph(node("deep", "Reshape", List.of("x", "c"), "y"))
            .initializer("c", longs(LongStream.range(0, 100).map(i -> i == 0 ? 64 : 1).toArray())),
        "node Reshape 'deep'",
        "up to 64 are allowed");
    assertRefused(
        graph(node("relu", "Relu", List.of("x"), "y"))
            .initializer("c", Tensor.ofFloats(Shape.of(Collections.nCopies(65, 1L)), 1)),
        "initializer 'c'",
        "up to 64 are allowed");
  }

  @Test
  void attributesOfAnotherType() {
    assertRefused(
        graph(
            node("odd", "Softmax", List.of("x"), "y")
                .withAttribute("axis", new Attribute.FloatValue(1))),
        "node Softmax 'odd'",
        "attribute 'axis' is of another type (allowed: an integer)");
    assertRefused(
        graph(
            node("odd", "Transpose", List.of("x"), "y")
                .withAttribute("perm", new Attribute.Text("a"))),
        "node Transpose 'odd'",
        "a list of integers");
  }

  @Test
  void missingInputs() {
    for (String opType :
        List.of("Identity", "Dropout", "Conv", "BatchNormalization", "Concat", "Where")) {
      assertRefused(graph(node("bare", opType, List.of(), "y")), "node " + opType + " 'bare'");
    }
  }

  @Test
  void inputsThatNoOperatorReads() {
    assertThat(
            inspect(
                    graph(node("where", "Where", List.of("c", "x", "x", ""), "y"))
                        .initializer("c", bools())
                        .build())
                .nodes())
        .hasSize(1);
    assertRefused(
        graph(node("slopes", "PRelu", List.of("x", "s", "c"), "y"))
            .initializer("s", Tensor.ofFloats(Shape.of(1), 1))
            .initializer("c", Tensor.ofFloats(Shape.of(3), 1, 2, 3)),
        "node PRelu 'slopes'");
  }

  @Test
  void constantsOfAnotherType() {
    assertRefused(
        graph(node("resize", "Resize", List.of("x", "", "", "c"), "y"))
            .initializer("c", Tensor.ofFloats(Shape.of(4), 1, 4, 8, 8)),
        "node Resize 'resize'",
        "integers");
    assertRefused(
        graph(node("reshape", "Reshape", List.of("x", "c"), "y"))
            .initializer("c", Tensor.ofFloats(Shape.of(1), 64)),
        "node Reshape 'reshape'",
        "not integers");
  }

  @Test
  void computedBiasesAreNoWeights() {
    Graph.Builder graph =
        Graph.builder("computed")
            .opset("", 17)
            .input(floats("x", 1, 4, 4, 4))
            .input(floats("b", 3))
            .output(floats("y", 1, 3, 4, 4))
            .initializer("w", SmallModels.randomTensor(new Random(1), 3, 4, 1, 1))
            .node(node("bias", "Relu", List.of("b"), "c"))
            .node(node("conv", "Conv", List.of("x", "w", "c"), "y"));
    assertThat(inspect(graph.build()).channelGroups()).isEmpty();
  }

  @Test
  void constantsThatGrowNodeByNode() {
    Graph.Builder graph =
        Graph.builder("growing").opset("", 17).input(floats("x", 1, 1)).output(floats("y", 1, 1));
    graph.initializer("one", Tensor.ofFloats(Shape.of(1), 1));
    graph.initializer("sizes", longs(250_000));
    List<String> summands = new ArrayList<>(List.of("x"));
    for (int i = 0; i < 2_000; i++) {
      graph.node(node("expand" + i, "Expand", List.of("one", "sizes"), "wide" + i));
      summands.add("wide" + i);
    }
    graph.node(node("sum", "Sum", summands, "y"));
    // Two gigabytes of constants, if all were computed.
    ImportedModel model = imported(graph.build());
    long bytes =
        model.graph().initializers().values().stream()
            .mapToLong(t -> t.dataType().bytes(t.shape().elements()))
            .sum();
    assertThat(bytes).isLessThan(100L << 20);
  }

  @Test
  void manyOutputsAndLongChains() {
    int count = 10_000;
    Graph.Builder graph = Graph.builder("wide").opset("", 17).input(floats("x", 1, 4, 2, 2));
    for (int i = 0; i < count; i++) {
      graph.node(node("relu" + i, "Relu", List.of("x"), "r" + i));
      graph.node(node("same" + i, "Identity", List.of("r" + i), "y" + i));
      graph.output(floats("y" + i, 1, 4, 2, 2));
    }
    Inspection wide = inspect(graph.build());
    assertThat(wide.operators()).containsExactlyEntriesOf(Map.of("Relu", count));
    Graph.Builder chain =
        Graph.builder("chain")
            .opset("", 17)
            .input(floats("x", 1, 2, 4, 4))
            .output(floats("y", 1, 2, 4, 4));
    Random random = new Random(1);
    chain.initializer("w", SmallModels.randomTensor(random, 2, 2, 1, 1));
    chain.initializer("p", Tensor.ofFloats(Shape.of(2), 1, 1));
    chain.node(node("conv", "Conv", List.of("x", "w"), "v0"));
    for (int i = 0; i < 2_000; i++) {
      String to = i == 1_999 ? "y" : "v" + (i + 1);
      chain.node(node("norm" + i, "BatchNormalization", List.of("v" + i, "p", "p", "p", "p"), to));
    }
    assertThat(inspect(chain.build()).operators().get("BatchNormalization")).isPositive();
  }

  @Test
  void oneConcatOfManyParts() {
    List<String> parts = Collections.nCopies(20_000, "x");
    Inspection inspection =
        inspect(
            graph(
                    node("concat", "Concat", parts, "y")
                        .withAttribute("axis", new Attribute.IntValue(1)))
                .build());
    assertThat(inspection.outputs().get(0).concreteShape()).containsExactly(1L, 80_000L, 4L, 4L);
  }

  @Test
  void emptyGraphsAndZeroSizes() {
    Graph empty =
        Graph.builder("empty")
            .opset("", 17)
            .input(floats("x", 1, 2))
            .output(floats("x", 1, 2))
            .build();
    assertThat(inspect(empty).nodes()).isEmpty();
    Graph.Builder none =
        Graph.builder("none")
            .opset("", 17)
            .input(floats("x", 0, 4, 4, 4))
            .output(floats("y", 0, 4, 4, 4))
            .node(node("relu", "Relu", List.of("x"), "y"));
    assertThat(inspect(none.build()).outputs().get(0).concreteShape()).startsWith(0L);
  }

  private static Graph.Builder graph(Node node) {
    return Graph.builder("hostile")
        .opset("", 17)
        .input(floats("x", 1, 4, 4, 4))
        .output(floats("y", 1))
        .node(node);
  }

  private static Tensor bools() {
    return Tensor.of(DataType.BOOL, Shape.of(1), ByteBuffer.wrap(new byte[] {1}));
  }

  private static Tensor longs(long... values) {
    return Tensor.ofLongs(Shape.of(values.length), values);
  }

  private static ImportedModel imported(Graph graph) {
    byte[] bytes = OnnxWriter.write(graph);
    Graph read = OnnxReader.read(bytes, "hostile.onnx");
    return ImportedModel.of(Path.of("hostile.onnx"), bytes, read, OPERATORS);
  }

  private static Inspection inspect(Graph graph) {
    return new ModelInspector(OPERATORS).inspect(imported(graph), Map.of(), Optional.empty());
  }

  private static void assertRefused(Graph.Builder graph, String... message) {
    assertThatThrownBy(() -> inspect(graph.build()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.kind()).isEqualTo(ProblemException.Kind.MODEL))
        .hasMessageContainingAll(message);
  }
}
