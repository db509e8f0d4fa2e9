package dev.pluto.engine.model;

import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Networks without weights: structure files in which the weights are inputs of a known shape. Such
 * a file can be priced like any other, since prices depend on shapes alone.
 */
public final class WeightSlots {
  /** The inputs of operators that are weights wherever the operator is used. */
  private static final Map<String, Set<Integer>> SLOTS =
      Map.ofEntries(
          Map.entry("Conv", Set.of(1, 2)),
          Map.entry("ConvTranspose", Set.of(1, 2)),
          Map.entry("Gemm", Set.of(1, 2)),
          Map.entry("MatMul", Set.of(1)),
          Map.entry("BatchNormalization", Set.of(1, 2, 3, 4)),
          Map.entry("InstanceNormalization", Set.of(1, 2)),
          Map.entry("LayerNormalization", Set.of(1, 2)),
          Map.entry("GroupNormalization", Set.of(1, 2)),
          Map.entry("PRelu", Set.of(1)),
          Map.entry("Gather", Set.of(0)),
          Map.entry("LSTM", Set.of(1, 2, 3)),
          Map.entry("GRU", Set.of(1, 2, 3)),
          Map.entry("RNN", Set.of(1, 2, 3)));

  /** Operators that hardly any network does without. */
  private static final Set<String> WEIGHTED =
      Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "LSTM", "GRU", "RNN");

  /** Constants up to this size stay in files without weights. */
  private static final int SMALL = 64;

  private WeightSlots() {}

  /**
   * Names of the inputs that are weights: those that feed a weight slot and, where there are such,
   * those that are only ever combined with computed values, as shifts and scales are.
   */
  public static Set<String> inputsOf(Graph graph) {
    if (!lacksWeights(graph)) {
      return Set.of();
    }
    Set<String> weights = inputs(graph, input -> feedsSlot(graph, input));
    return inputs(graph, input -> weights.contains(input) || meetsComputedValues(graph, input));
  }

  /** Whether inputs take the place of weights, and no weight is there. */
  private static boolean lacksWeights(Graph graph) {
    List<Node> weighted =
        graph.nodes().stream().filter(n -> WEIGHTED.contains(n.opType())).toList();
    Set<String> inputs =
        graph.inputs().stream().map(ValueInfo::name).collect(Collectors.toUnmodifiableSet());
    return weighted.stream().anyMatch(n -> n.input(1).filter(inputs::contains).isPresent())
        && weighted.stream()
            .flatMap(n -> n.input(1).flatMap(graph::initializer).stream())
            .noneMatch(weight -> weight.shape().elements() > SMALL);
  }

  /** The graph with these inputs as constants without elements. */
  public static Graph filled(Graph graph, Set<String> weights) {
    Graph.Builder builder =
        graph.toBuilder()
            .inputs(graph.inputs().stream().filter(i -> !weights.contains(i.name())).toList());
    for (ValueInfo input : graph.inputs()) {
      if (weights.contains(input.name())) {
        builder.initializer(
            input.name(), Tensor.shapeOnly(input.dataType(), shape(input).orElseThrow()));
      }
    }
    return builder.build();
  }

  private static Set<String> inputs(Graph graph, Predicate<String> choice) {
    return graph.inputs().stream()
        .filter(input -> shape(input).isPresent())
        .map(ValueInfo::name)
        .filter(choice)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean feedsSlot(Graph graph, String input) {
    return graph.consumers(input).stream().anyMatch(node -> isSlot(node, input));
  }

  private static boolean isSlot(Node node, String input) {
    return node.domain().isEmpty()
        && SLOTS.getOrDefault(node.opType(), Set.of()).contains(node.inputs().indexOf(input));
  }

  private static boolean meetsComputedValues(Graph graph, String input) {
    List<Node> users = graph.consumers(input);
    return !users.isEmpty()
        && users.stream()
            .allMatch(n -> n.inputs().stream().anyMatch(i -> graph.producer(i).isPresent()));
  }

  private static Optional<Shape> shape(ValueInfo input) {
    List<Dimension> dimensions = input.dimensions().orElse(List.of());
    boolean fixed =
        !dimensions.isEmpty() && dimensions.stream().allMatch(Dimension.Fixed.class::isInstance);
    return fixed
        ? Optional.of(Shape.of(dimensions.stream().map(d -> ((Dimension.Fixed) d).size()).toList()))
        : Optional.empty();
  }
}
