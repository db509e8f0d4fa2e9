package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Removes what has no effect: Identity, Dropout, nodes whose result is constant, and whatever no
 * output needs. Names of graph inputs and outputs stay.
 */
public final class Simplifier {
  private static final Set<String> PASS_THROUGH = Set.of("Identity", "Dropout");

  private final Operators operators;

  /** A simplifier with these operators. */
  public Simplifier(Operators operators) {
    this.operators = operators;
  }

  /** The simplified graph: same inputs, same outputs, same function at any shape. */
  public Graph simplify(Graph graph) {
    return withoutUnused(withoutPassThrough(foldConstants(graph)));
  }

  /** Folds nodes whose inputs are all initializers; shapes of the graph inputs are not assumed. */
  private Graph foldConstants(Graph graph) {
    Map<String, Tensor> constants = new HashMap<>(graph.initializers());
    Graph.Builder builder = graph.toBuilder();
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Optional<Tensor> value =
          graph.isOutput(node.output()) || node.opType().equals("Shape")
              ? Optional.empty()
              : fold(graph, node, constants);
      if (value.isPresent()) {
        constants.put(node.output(), value.get());
        builder.initializer(node.output(), value.get());
      } else {
        kept.add(node);
      }
    }
    return builder.nodes(kept).build();
  }

  private Optional<Tensor> fold(Graph graph, Node node, Map<String, Tensor> constants) {
    if (node.inputs().isEmpty()
        || node.outputs().size() != 1
        || !node.inputs().stream().allMatch(i -> i.isEmpty() || constants.containsKey(i))) {
      return Optional.empty();
    }
    Graph.Builder alone = Graph.builder("constant").node(node);
    graph.opsets().forEach(alone::opset);
    constants.forEach(
        (name, tensor) -> {
          if (node.inputs().contains(name)) {
            alone.initializer(name, tensor);
          }
        });
    Types types =
        new ShapeInference(operators)
            .inferKnown(alone.build(), Map.<String, Shape>of(), new ArrayList<>());
    TensorType type = types.types().get(node.output());
    Tensor value = types.constants().get(node.output());
    return type == null ? Optional.empty() : Optional.ofNullable(value);
  }

  private static Graph withoutPassThrough(Graph graph) {
    Map<String, String> renamed = new HashMap<>();
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<String> inputs = node.inputs().stream().map(i -> renamed.getOrDefault(i, i)).toList();
      Node current = node.withInputs(inputs);
      boolean maskUsed =
          node.outputs().stream()
              .skip(1)
              .anyMatch(o -> !graph.consumers(o).isEmpty() || graph.isOutput(o));
      if (PASS_THROUGH.contains(node.opType())
          && node.domain().isEmpty()
          && !graph.isOutput(node.output())
          && graph.quantization(node.output()).isEmpty()
          && !maskUsed) {
        renamed.put(node.output(), inputs.get(0));
      } else {
        kept.add(current);
      }
    }
    return graph.toBuilder().nodes(kept).build();
  }

  private static Graph withoutUnused(Graph graph) {
    Set<String> needed = new HashSet<>();
    graph.outputs().forEach(o -> needed.add(o.name()));
    List<Node> kept = new ArrayList<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (node.outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(node.inputs());
        needed.addAll(node.captures());
        kept.add(0, node);
      }
    }
    Graph.Builder builder = graph.toBuilder().nodes(kept);
    graph.initializers().keySet().stream()
        .filter(name -> !needed.contains(name))
        .forEach(builder::removeInitializer);
    Map<String, dev.pluto.spi.graph.Quantization> quantizations =
        new HashMap<>(graph.quantizations());
    quantizations.keySet().retainAll(needed);
    return builder.quantizations(quantizations).build();
  }
}
