package dev.pluto.engine.structure;

import dev.pluto.spi.graph.Choice;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.search.Alternative;
import dev.pluto.spi.search.StructureDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph with the alternatives of all sites. The value of a site is now that of a {@link Choice};
 * the node that computed it gives its result to the choice's first branch.
 */
public final class Supergraph {
  private static final String ORIGINAL = "@original";
  private static final long VERSION = 1;

  private final Graph graph;
  private final Graph.Builder builder;
  private final Map<String, StructureDecision> decisions = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final List<Node> nodes = new ArrayList<>();

  private Supergraph(Graph graph, List<StructureDecision> decisions) {
    this.graph = graph;
    this.builder = graph.toBuilder();
    names.addAll(graph.initializers().keySet());
    graph.inputs().forEach(i -> names.add(i.name()));
    graph.nodes().forEach(n -> names.addAll(n.outputs()));
    names.remove("");
    for (StructureDecision decision : decisions) {
      if (this.decisions.put(decision.value(), decision) != null) {
        throw new IllegalArgumentException(
            "two decisions choose how '%s' is computed".formatted(decision.value()));
      }
      if (graph.producer(decision.value()).isEmpty()) {
        throw new IllegalArgumentException(
            "'%s' chooses how '%s' is computed, which no node computes"
                .formatted(decision.id(), decision.value()));
      }
    }
  }

  /**
   * The graph with the alternatives added.
   *
   * @param decisions of different values
   * @throws IllegalArgumentException if two decisions are about one value, or an alternative uses a
   *     name that is taken
   */
  public static Graph of(Graph graph, List<StructureDecision> decisions) {
    return decisions.isEmpty() ? graph : new Supergraph(graph, decisions).build();
  }

  private Graph build() {
    for (Node node : graph.nodes()) {
      Map<String, String> renamed = new LinkedHashMap<>();
      for (String output : node.outputs()) {
        if (decisions.containsKey(output)) {
          renamed.put(output, unused(output + ORIGINAL));
        }
      }
      nodes.add(
          node.withOutputs(node.outputs().stream().map(o -> renamed.getOrDefault(o, o)).toList()));
      renamed.forEach(this::addAlternatives);
    }
    return builder.opset(Choice.DOMAIN, VERSION).nodes(nodes).build();
  }

  private void addAlternatives(String value, String original) {
    StructureDecision decision = decisions.get(value);
    if (decision == null) {
      throw new IllegalStateException("no decision about '" + value + "'");
    }
    List<String> branches = new ArrayList<>(List.of(original));
    for (Alternative alternative : decision.alternatives()) {
      alternative
          .initializers()
          .forEach(
              (name, tensor) -> {
                claim(name, decision);
                builder.initializer(name, tensor);
              });
      for (Node node : alternative.nodes()) {
        node.outputs().forEach(o -> claim(o, decision));
        nodes.add(node);
      }
      branches.add(alternative.result());
    }
    nodes.add(Choice.of(decision.id(), branches, value));
  }

  private void claim(String name, StructureDecision decision) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "an alternative of '%s' uses the name '%s', which is taken"
              .formatted(decision.id(), name));
    }
  }

  private String unused(String wish) {
    String name = wish;
    while (!names.add(name)) {
      name += "_";
    }
    return name;
  }
}
