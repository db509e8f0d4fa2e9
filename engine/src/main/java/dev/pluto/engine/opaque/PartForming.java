package dev.pluto.engine.opaque;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.OpaquePart;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Puts nodes into parts, as many of them into one as can run without a node outside between. */
final class PartForming {
  private final Graph graph;
  private final Set<String> opaque;
  private final Map<String, TensorType> types;
  private final NodeWork work;

  PartForming(Graph graph, Set<String> opaque, Map<String, TensorType> types, NodeWork work) {
    this.graph = graph;
    this.opaque = opaque;
    this.types = types;
    this.work = work;
  }

  /**
   * The graph with parts.
   *
   * @param parts receives the part of each node
   */
  Graph form(Map<String, String> parts) {
    NodeGroups groups = NodeGroups.of(graph, node -> opaque.contains(node.name()));
    List<Node> nodes = new ArrayList<>();
    for (List<Node> group : groups.inExecutionOrder()) {
      if (opaque.contains(group.get(0).name())) {
        Node part = part(group);
        group.forEach(node -> parts.put(node.name(), part.name()));
        nodes.add(part);
      } else {
        nodes.addAll(group);
      }
    }
    return graph.toBuilder().nodes(nodes).build();
  }

  private Node part(List<Node> nodes) {
    Set<String> produced = new LinkedHashSet<>();
    Set<String> read = new LinkedHashSet<>();
    Set<String> inside = new TreeSet<>();
    Set<String> uncounted = new TreeSet<>();
    long macs = 0;
    for (Node node : nodes) {
      inside.add(node.name());
      Stream.concat(node.inputs().stream(), node.captures().stream())
          .filter(input -> !input.isEmpty() && !produced.contains(input))
          .forEach(read::add);
      node.outputs().stream().filter(output -> !output.isEmpty()).forEach(produced::add);
      if (work.macs(node).isPresent()) {
        macs = Math.addExact(macs, work.macs(node).getAsLong());
      } else {
        uncounted.add(node.opType());
      }
    }
    Graph.Builder body = Graph.builder("opaque").nodes(nodes);
    graph.opsets().forEach(body::opset);
    read.forEach(input -> body.input(border(input)));
    produced.stream()
        .filter(output -> leaves(output, inside))
        .forEach(output -> body.output(border(output)));
    return OpaquePart.of(nodes.get(0).name(), body.build(), macs, List.copyOf(uncounted));
  }

  private boolean leaves(String output, Set<String> inside) {
    return graph.isOutput(output)
        || graph.consumers(output).stream().anyMatch(n -> !inside.contains(n.name()));
  }

  private ValueInfo border(String value) {
    TensorType type = types.get(value);
    if (type == null) {
      throw new ProblemException(
          ProblemException.Kind.MODEL,
          new Problem(
              "value '" + value + "'",
              "is no tensor of numbers, and passes between parts that cannot run as one"));
    }
    return new ValueInfo(value, type.dataType(), Optional.empty());
  }
}
