package dev.pluto.engine.onnx;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import java.util.HashSet;
import java.util.Set;

/** Names for the tensors and nodes that are added to a graph. */
public final class UniqueNames {
  private final Set<String> tensors = new HashSet<>();
  private final Set<String> nodes = new HashSet<>();

  /** Names beside those of a graph. */
  public UniqueNames(Graph graph) {
    tensors.addAll(graph.initializers().keySet());
    graph.inputs().forEach(i -> tensors.add(i.name()));
    for (Node node : graph.nodes()) {
      nodes.add(node.name());
      tensors.addAll(node.outputs());
    }
  }

  /** A name for a value or a constant that nothing bears, close to {@code wish}. */
  public String tensor(String wish) {
    return unused(wish, tensors);
  }

  /** A name for a node that no node bears, close to {@code wish}. */
  public String node(String wish) {
    return unused(wish, nodes);
  }

  private static String unused(String wish, Set<String> taken) {
    String name = wish;
    for (int i = 1; !taken.add(name); i++) {
      name = wish + "_" + i;
    }
    return name;
  }
}
