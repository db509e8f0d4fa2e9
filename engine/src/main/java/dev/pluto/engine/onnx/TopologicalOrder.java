package dev.pluto.engine.onnx;

import dev.pluto.spi.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;

/** Orders nodes so that every value is produced before it is used, otherwise as in the file. */
final class TopologicalOrder {
  private final List<Node> nodes;
  private final Map<String, Integer> producers = new HashMap<>();
  private final List<List<Integer>> successors = new ArrayList<>();
  private final int[] waitingFor;

  private TopologicalOrder(List<Node> nodes) {
    this.nodes = nodes;
    waitingFor = new int[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      successors.add(new ArrayList<>());
      for (String output : nodes.get(i).outputs()) {
        producers.put(output, i);
      }
    }
  }

  /**
   * Sorts nodes and reports reads of values that nothing gives, and cycles.
   *
   * @param given names of the graph's inputs and constants
   */
  static List<Node> of(List<Node> nodes, Set<String> given, ModelProblems problems) {
    TopologicalOrder order = new TopologicalOrder(nodes);
    order.connect(given, problems);
    return order.sort(problems);
  }

  private void connect(Set<String> given, ModelProblems problems) {
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      List<String> read =
          Stream.concat(node.inputs().stream(), node.captures().stream())
              .filter(value -> !value.isEmpty() && !given.contains(value))
              .distinct()
              .toList();
      for (String value : read) {
        Integer producer = producers.get(value);
        if (producer == null) {
          problems.add("node " + node, "reads '" + value + "', which nothing produces");
        } else {
          successors.get(producer).add(i);
          waitingFor[i]++;
        }
      }
    }
  }

  private List<Node> sort(ModelProblems problems) {
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (waitingFor[i] == 0) {
        ready.add(i);
      }
    }
    List<Node> sorted = new ArrayList<>(nodes.size());
    for (Integer next = ready.poll(); next != null; next = ready.poll()) {
      sorted.add(nodes.get(next));
      for (int successor : successors.get(next)) {
        if (--waitingFor[successor] == 0) {
          ready.add(successor);
        }
      }
    }
    if (sorted.size() < nodes.size()) {
      problems.add("node " + onCycle(), "needs its own result: the graph has a cycle");
    }
    return sorted;
  }

  /** A node of a cycle: going back from a node that waits to one it waits for never ends. */
  private Node onCycle() {
    Map<Integer, Integer> waitsFor = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (waitingFor[i] > 0) {
        for (int successor : successors.get(i)) {
          waitsFor.putIfAbsent(successor, i);
        }
      }
    }
    Integer current = waitsFor.keySet().iterator().next();
    Set<Integer> seen = new HashSet<>();
    while (seen.add(current)) {
      current = waitsFor.getOrDefault(current, current);
    }
    return nodes.get(current);
  }
}
