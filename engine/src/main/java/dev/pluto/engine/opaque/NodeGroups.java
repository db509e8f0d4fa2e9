package dev.pluto.engine.opaque;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Nodes of a graph in groups that can run as one: neighbours of a kind, where no way leads out of a
 * group and back into it.
 */
final class NodeGroups {
  private final List<Node> nodes;

  /** Places of the nodes that read something of the node at a place. */
  private final List<Set<Integer>> readers = new ArrayList<>();

  private final int[] group;
  private final List<List<Integer>> members = new ArrayList<>();

  private NodeGroups(Graph graph) {
    nodes = graph.nodes();
    group = new int[nodes.size()];
    Map<String, Integer> producers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      group[i] = i;
      members.add(new ArrayList<>(List.of(i)));
      readers.add(new LinkedHashSet<>());
      Node node = nodes.get(i);
      int reader = i;
      Stream.concat(node.inputs().stream(), node.captures().stream())
          .map(producers::get)
          .filter(producer -> producer != null)
          .forEach(producer -> readers.get(producer).add(reader));
      for (String output : node.outputs()) {
        if (!output.isEmpty()) {
          producers.put(output, i);
        }
      }
    }
  }

  /**
   * The groups.
   *
   * @param joins which nodes are put together; every other one is alone
   */
  static NodeGroups of(Graph graph, Predicate<Node> joins) {
    NodeGroups groups = new NodeGroups(graph);
    for (int from = 0; from < groups.nodes.size(); from++) {
      if (joins.test(groups.nodes.get(from))) {
        for (int to : groups.readers.get(from)) {
          if (joins.test(groups.nodes.get(to))) {
            groups.join(groups.group[from], groups.group[to]);
          }
        }
      }
    }
    return groups;
  }

  private void join(int first, int second) {
    if (first == second || leadsAround(first, second)) {
      return;
    }
    for (int node : members.get(second)) {
      group[node] = first;
    }
    members.get(first).addAll(members.get(second));
    members.get(first).sort(null);
    members.get(second).clear();
  }

  /** Whether a way leads from one group to another through a third one. */
  private boolean leadsAround(int from, int to) {
    Set<Integer> seen = new HashSet<>(List.of(from));
    Deque<Integer> open = new ArrayDeque<>();
    for (int next : following(from)) {
      if (next != to && seen.add(next)) {
        open.add(next);
      }
    }
    while (!open.isEmpty()) {
      for (int next : following(open.remove())) {
        if (next == to) {
          return true;
        }
        if (seen.add(next)) {
          open.add(next);
        }
      }
    }
    return false;
  }

  private Set<Integer> following(int of) {
    Set<Integer> next = new LinkedHashSet<>();
    for (int node : members.get(of)) {
      readers.get(node).forEach(reader -> next.add(group[reader]));
    }
    next.remove(of);
    return next;
  }

  /** The groups, each behind all that it reads; otherwise in the order of their first nodes. */
  List<List<Node>> inExecutionOrder() {
    int[] waitingFor = new int[nodes.size()];
    for (int g = 0; g < nodes.size(); g++) {
      following(g).forEach(next -> waitingFor[next]++);
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int g = 0; g < nodes.size(); g++) {
      if (!members.get(g).isEmpty() && waitingFor[g] == 0) {
        ready.add(g);
      }
    }
    List<List<Node>> sorted = new ArrayList<>();
    for (Integer g = ready.poll(); g != null; g = ready.poll()) {
      sorted.add(members.get(g).stream().map(nodes::get).toList());
      for (int next : following(g)) {
        if (--waitingFor[next] == 0) {
          ready.add(next);
        }
      }
    }
    return sorted;
  }
}
