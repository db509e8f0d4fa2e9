package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Removes nodes, initializers and quantizations that no graph output needs. */
final class DeadCode {
  private DeadCode() {}

  static Graph remove(Graph graph) {
    Set<String> needed = new HashSet<>();
    graph.outputs().stream().map(ValueInfo::name).forEach(needed::add);
    List<Node> live = new ArrayList<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (node.outputs().stream().anyMatch(needed::contains)) {
        live.add(node);
        needed.addAll(node.inputs());
        needed.addAll(node.captures());
      }
    }
    Collections.reverse(live);
    Graph.Builder builder = graph.toBuilder().nodes(live);
    for (String initializer : graph.initializers().keySet()) {
      if (!needed.contains(initializer)) {
        builder.removeInitializer(initializer);
      }
    }
    // Feeding an input stays part of the interface, needed or not.
    graph.inputs().stream().map(ValueInfo::name).forEach(needed::add);
    Map<String, Quantization> quantizations = new LinkedHashMap<>(graph.quantizations());
    quantizations.keySet().retainAll(needed);
    return builder.quantizations(quantizations).build();
  }
}
