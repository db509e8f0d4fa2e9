package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Splits a graph into kernels by fusion rules. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class Fusion {
  private Fusion() {}

  /**
   * Kernels of a graph: at each node that no earlier kernel took, the longest chain that fits.
   *
   * @return kernels in the execution order of their last node, each with its nodes in order
   */
  public static List<List<Node>> byRules(Graph graph, List<FusionRule> rules) {
    Set<String> taken = new HashSet<>();
    List<List<Node>> kernels = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (taken.contains(node.name())) {
        continue;
      }
      List<Node> kernel = List.of(node);
      for (FusionRule rule : rules) {
        List<Node> chain = match(graph, node, rule, taken);
        if (chain.size() > kernel.size()) {
          kernel = chain;
        }
      }
      kernel.forEach(n -> taken.add(n.name()));
      kernels.add(kernel);
    }
    List<String> order = graph.nodes().stream().map(Node::name).toList();
    Map<String, Integer> position = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      position.put(order.get(i), i);
    }
    kernels.sort(
        Comparator.comparingInt(k -> position.getOrDefault(k.get(k.size() - 1).name(), 0)));
    return List.copyOf(kernels);
  }

  private static List<Node> match(Graph graph, Node first, FusionRule rule, Set<String> taken) {
    if (!rule.chain().get(0).contains(first.opType())) {
      return List.of();
    }
    List<Node> chain = new ArrayList<>(List.of(first));
    for (Set<String> types : rule.chain().subList(1, rule.chain().size())) {
      Node last = chain.get(chain.size() - 1);
      Optional<Node> next =
          graph.consumers(last.output()).stream()
              .filter(n -> types.contains(n.opType()) && !taken.contains(n.name()))
              .findFirst();
      if (next.isEmpty()) {
        return List.of();
      }
      chain.add(next.get());
    }
    return isClosed(graph, chain) ? List.copyOf(chain) : List.of();
  }

  /** Whether nothing outside the chain reads what is computed on the way. */
  private static boolean isClosed(Graph graph, List<Node> chain) {
    return chain.subList(0, chain.size() - 1).stream()
        .allMatch(
            node ->
                node.outputs().size() == 1
                    && !graph.isOutput(node.output())
                    && chain.containsAll(graph.consumers(node.output())));
  }
}
