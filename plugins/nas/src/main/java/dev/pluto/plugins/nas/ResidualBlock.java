package dev.pluto.plugins.nas;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.TensorType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An addition of a value and something that is computed from that value alone, by nodes that serve
 * nothing else.
 *
 * @param output the sum, or what a rectifier makes of it if that leaves the shortcut as it is
 * @param shortcut the value that is added
 */
record ResidualBlock(String output, String shortcut) {
  /** The block that ends at an addition, if one does. */
  static Optional<ResidualBlock> of(Graph graph, Node add, Map<String, TensorType> types) {
    if (!add.opType().equals("Add") || !add.domain().isEmpty()) {
      return Optional.empty();
    }
    String a = add.inputs().get(0);
    String b = add.inputs().get(1);
    return isBlock(graph, add, a, b, types)
        ? Optional.of(block(graph, add, b))
        : isBlock(graph, add, b, a, types) ? Optional.of(block(graph, add, a)) : Optional.empty();
  }

  private static ResidualBlock block(Graph graph, Node add, String shortcut) {
    List<Node> users = graph.consumers(add.output());
    boolean rectified =
        users.size() == 1
            && !graph.isOutput(add.output())
            && users.get(0).opType().equals("Relu")
            && graph.producer(shortcut).filter(p -> p.opType().equals("Relu")).isPresent();
    return new ResidualBlock(rectified ? users.get(0).output() : add.output(), shortcut);
  }

  /** The alternative: the shortcut alone. */
  List<Candidate> removed() {
    return List.of(new Candidate("removed", 0, new Branch("", shortcut).alternative()));
  }

  private static boolean isBlock(
      Graph graph, Node add, String branch, String shortcut, Map<String, TensorType> types) {
    TensorType type = types.get(shortcut);
    if (branch.equals(shortcut)
        || graph.initializer(shortcut).isPresent()
        || type == null
        || !type.equals(types.get(branch))
        || !type.equals(types.get(add.output()))) {
      return false;
    }
    Set<String> inside = new HashSet<>(Set.of(add.name()));
    Set<String> values = new HashSet<>();
    boolean reached = false;
    Deque<String> open = new ArrayDeque<>(List.of(branch));
    while (!open.isEmpty()) {
      String value = open.pop();
      if (value.equals(shortcut)) {
        reached = true;
      } else if (!value.isEmpty() && graph.initializer(value).isEmpty() && values.add(value)) {
        Optional<Node> producer = graph.producer(value);
        if (producer.isEmpty()) {
          return false;
        }
        inside.add(producer.get().name());
        open.addAll(producer.get().inputs());
      }
    }
    return reached
        && values.stream()
            .noneMatch(
                v ->
                    graph.isOutput(v)
                        || graph.consumers(v).stream().anyMatch(n -> !inside.contains(n.name())));
  }
}
