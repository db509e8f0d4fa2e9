package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.OpaquePart;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.graph.ValueInfo;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The values by which a network is trained: its outputs, and in the place of one that no gradient
 * reaches, because an opaque part or an index computes it, the nearest values that it is computed
 * from.
 */
public final class TrainedOutputs {
  /** Operators whose results do not move with small changes of what they read. */
  private static final Set<String> STEPS =
      Set.of(
          """
          ArgMax ArgMin Ceil And Equal Floor Greater GreaterOrEqual IsInf IsNaN Less LessOrEqual \
          NonZero Not Or Round Shape Sign Size Xor\
          """
              .split(" "));

  private final Graph graph;
  private final Set<String> moving = new HashSet<>();
  private final Set<String> found = new LinkedHashSet<>();
  private final Set<String> seen = new HashSet<>();

  private TrainedOutputs(Graph graph) {
    this.graph = graph;
    graph.inputs().stream()
        .filter(input -> input.dataType().isFloat())
        .forEach(input -> moving.add(input.name()));
    for (Node node : graph.nodes()) {
      if (passesGradient(node) && node.inputs().stream().anyMatch(this::moves)) {
        moving.addAll(node.outputs());
      }
    }
    moving.remove("");
  }

  /**
   * Names of the values, each once, in the order of the outputs that they belong to. Graphs that
   * were made of one another have them at the same places. Empty if no output depends on anything
   * that can be trained.
   */
  public static List<String> of(Graph graph) {
    TrainedOutputs outputs = new TrainedOutputs(graph);
    graph.outputs().forEach(output -> outputs.visit(output.name()));
    return List.copyOf(outputs.found);
  }

  /** The same with what is known of them. */
  public static List<ValueInfo> of(Graph graph, Types types) {
    return of(graph).stream().map(value -> info(graph, value, types)).toList();
  }

  private static ValueInfo info(Graph graph, String value, Types types) {
    return graph.outputs().stream()
        .filter(output -> output.name().equals(value))
        .findFirst()
        .orElseGet(
            () -> {
              TensorType type = types.of(value);
              List<Dimension> sizes =
                  Arrays.stream(type.shape().sizes())
                      .<Dimension>mapToObj(Dimension.Fixed::new)
                      .toList();
              return new ValueInfo(value, type.dataType(), Optional.of(sizes));
            });
  }

  private static boolean passesGradient(Node node) {
    if (OpaquePart.is(node) || STEPS.contains(node.opType())) {
      return false;
    }
    return !node.opType().equals("Cast")
        || DataType.ofOnnx((int) node.intAttribute("to", 0)).filter(DataType::isFloat).isPresent();
  }

  private boolean moves(String input) {
    return moving.contains(input)
        || graph
            .initializer(input)
            .filter(t -> t.dataType().isFloat() && t.shape().rank() > 0)
            .isPresent();
  }

  private void visit(String value) {
    Optional<Node> producer = graph.producer(value);
    if (!seen.add(value) || producer.isEmpty()) {
      return;
    }
    if (moving.contains(value)) {
      found.add(value);
      return;
    }
    // The nearest values: what is behind a condition, say, only where nothing else is read.
    List<String> inputs = producer.get().inputs();
    List<String> near = inputs.stream().filter(this::isTrained).toList();
    (near.isEmpty() ? inputs : near).forEach(this::visit);
  }

  private boolean isTrained(String value) {
    return moving.contains(value) && graph.producer(value).isPresent();
  }
}
