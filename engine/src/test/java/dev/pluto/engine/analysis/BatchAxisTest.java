package dev.pluto.engine.analysis;

import static dev.pluto.engine.analysis.NetworkBuilder.ints;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.ValueInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sizes that exporters compute from shapes do not stand in the way of batches and channels. */
class BatchAxisTest {
  private static final Map<String, Shape> ONE = Map.of("x", Shape.of(1, 3, 4, 4));

  private final Operators operators = new Operators(BuiltInOperators.all());
  private final NetworkBuilder net = new NetworkBuilder(new Random(3));

  @Test
  void aComputedTargetCopiesTheBatchAndKnowsTheRest() {
    Graph graph = shuffled();
    Graph free = BatchAxis.free(graph, ONE, operators);
    assertThat(free.nodes())
        .extracting(Node::opType)
        .containsExactly("Conv", "Reshape", "Transpose", "Reshape", "Conv");
    assertThat(target(free, "apart")).containsExactly(0, 2, 4, 4, 4);
    assertThat(target(free, "together")).containsExactly(0, 8, 4, 4);
    assertThat(groups(graph)).isEmpty();
    assertThat(groups(free)).hasSize(1);
  }

  @Test
  void openImageSidesStayComputed() {
    Graph graph = shuffled();
    Graph open =
        graph.toBuilder()
            .inputs(
                List.of(
                    new ValueInfo(
                        "x",
                        DataType.FLOAT,
                        Optional.of(
                            List.of(
                                new Dimension.Symbol("batch"),
                                new Dimension.Fixed(3),
                                new Dimension.Symbol("height"),
                                new Dimension.Fixed(4))))))
            .build();
    assertThat(BatchAxis.free(open, ONE, operators).nodes()).isEqualTo(open.nodes());
  }

  @Test
  void sizesOfAResizeBecomeFactors() {
    String x = net.conv("stem", net.input("x", 1, 3, 4, 4), 8, 3, 1);
    String sizes = net.integers("sizes", 1, 8, 8, 12);
    Map<String, Attribute> mode = Map.of("mode", new Attribute.Text("linear"));
    String large = net.node("resize", "Resize", Shape.of(1, 8, 8, 12), mode, x, "", "", sizes);
    Graph free = BatchAxis.free(net.build(net.conv("head", large, 3, 1, 1)), ONE, operators);
    Types types = new ShapeInference(operators).infer(free, Map.of("x", Shape.of(5, 3, 4, 4)));
    assertThat(types.of("head").shape()).isEqualTo(Shape.of(5, 3, 8, 12));
    assertThat(groups(free)).hasSize(1);
  }

  private List<ChannelGroup> groups(Graph graph) {
    return new ChannelTracing(operators)
        .trace(graph, new ShapeInference(operators).infer(graph, ONE))
        .groups();
  }

  private static long[] target(Graph graph, String node) {
    return graph.nodes().stream()
        .filter(n -> n.name().equals(node))
        .findFirst()
        .flatMap(n -> graph.initializer(n.inputs().get(1)))
        .orElseThrow()
        .longs();
  }

  /** A channel shuffle whose targets are put together from the shape of its input. */
  private Graph shuffled() {
    String x = net.conv("stem", net.input("x", 1, 3, 4, 4), 8, 3, 1);
    net.node("shape", "Shape", Shape.of(4), Map.of(), x);
    net.integers("first", 0);
    net.integers("rest", 2, 4, 4, 4);
    net.integers("all", 8, 4, 4);
    net.node("batch", "Gather", Shape.of(1), Map.of(), "shape", "first");
    Map<String, Attribute> front = Map.of("axis", new Attribute.IntValue(0));
    net.node("target1", "Concat", Shape.of(5), front, "batch", "rest");
    net.node("target2", "Concat", Shape.of(4), front, "batch", "all");
    String apart = net.reshape("apart", x, "target1", 1, 2, 4, 4, 4);
    Map<String, Attribute> swap = Map.of("perm", ints(0, 2, 1, 3, 4));
    String swapped = net.node("swap", "Transpose", Shape.of(1, 4, 2, 4, 4), swap, apart);
    String together = net.reshape("together", swapped, "target2", 1, 8, 4, 4);
    return net.build(net.conv("head", together, 3, 1, 1));
  }
}
