package dev.pluto.engine.onnx;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.OpaquePart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Puts the nodes of opaque parts back in their places. What the graph calls otherwise by now is
 * renamed in them, and so is what they call like something that was added since.
 */
public final class OpaqueExpansion {
  private final UniqueNames names;

  private OpaqueExpansion(Graph graph) {
    names = new UniqueNames(graph);
  }

  /** The graph without opaque parts; the graph itself if it has none. */
  public static Graph expand(Graph graph) {
    if (graph.nodes().stream().noneMatch(OpaquePart::is)) {
      return graph;
    }
    OpaqueExpansion expansion = new OpaqueExpansion(graph);
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      nodes.addAll(OpaquePart.is(node) ? expansion.nodes(node) : List.of(node));
    }
    return graph.toBuilder().nodes(nodes).build();
  }

  /**
   * Puts opaque parts back into a graph that was written and read.
   *
   * @param read the nodes of each part one behind the other, as {@link #expand} leaves them
   * @param like has the parts
   */
  public static Graph restore(Graph read, Graph like) {
    Map<String, Node> firsts = new HashMap<>();
    Set<String> others = new HashSet<>();
    for (Node part : like.nodes()) {
      if (OpaquePart.is(part)) {
        List<Node> nodes = of(like, part);
        firsts.put(nodes.get(0).name(), part);
        nodes.subList(1, nodes.size()).forEach(node -> others.add(node.name()));
      }
    }
    List<Node> nodes = new ArrayList<>();
    for (Node node : read.nodes()) {
      Node part = firsts.get(node.name());
      if (part != null || !others.contains(node.name())) {
        nodes.add(part == null ? node : part);
      }
    }
    return read.toBuilder().nodes(nodes).build();
  }

  /** The nodes of one part of a graph, in execution order. */
  public static List<Node> of(Graph graph, Node part) {
    return new OpaqueExpansion(graph).nodes(part);
  }

  private List<Node> nodes(Node part) {
    Graph body = OpaquePart.body(part);
    Map<String, String> renamed = new HashMap<>();
    for (int i = 0; i < body.inputs().size(); i++) {
      renamed.put(body.inputs().get(i).name(), part.inputs().get(i));
    }
    for (int i = 0; i < body.outputs().size(); i++) {
      renamed.put(body.outputs().get(i).name(), part.outputs().get(i));
    }
    List<Node> nodes = new ArrayList<>();
    for (Node node : body.nodes()) {
      for (String output : node.outputs()) {
        if (!output.isEmpty()) {
          renamed.computeIfAbsent(output, names::tensor);
        }
      }
      // The part itself goes, so that its name is free.
      String name = node.name().equals(part.name()) ? node.name() : names.node(node.name());
      nodes.add(renamed(node, name, value -> renamed.getOrDefault(value, value)));
    }
    return nodes;
  }

  private static Node renamed(Node node, String name, UnaryOperator<String> values) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    node.attributes()
        .forEach((key, value) -> attributes.put(key, Subgraphs.renamed(value, values)));
    return new Node(
        name,
        node.domain(),
        node.opType(),
        node.inputs().stream().map(values).toList(),
        node.outputs().stream().map(values).toList(),
        attributes);
  }
}
