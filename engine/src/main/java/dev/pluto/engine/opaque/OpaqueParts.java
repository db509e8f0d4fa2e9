package dev.pluto.engine.opaque;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.UntrainableNodes;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.OperatorKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A graph in which the nodes that cannot be trained lie in opaque parts.
 *
 * @param graph the graph with the parts
 * @param members the nodes in the parts, in execution order
 */
public record OpaqueParts(Graph graph, List<Member> members) {
  /** Copies the list. */
  public OpaqueParts {
    members = List.copyOf(members);
  }

  /**
   * A node in a part.
   *
   * @param part name of the part
   * @param reason why it cannot be trained
   * @param macs its multiply-adds, if they are known
   * @param outputShape of its first output, at the reference shapes; empty for what is no tensor
   */
  public record Member(
      String node,
      String operator,
      String part,
      String reason,
      OptionalLong macs,
      List<Long> outputShape) {
    /** Copies the sizes. */
    public Member {
      outputShape = List.copyOf(outputShape);
    }
  }

  /**
   * Forms the parts of a graph.
   *
   * @param shapes of all inputs
   * @throws dev.pluto.spi.ProblemException of kind MODEL if there are nodes that neither have a
   *     definition nor can be run by ONNX Runtime
   */
  public static OpaqueParts of(Graph graph, Map<String, Shape> shapes, Operators operators) {
    UntrainableNodes nodes =
        UntrainableNodes.of(graph, shapes, operators, new ProbedModel(graph, shapes));
    if (nodes.reasons().isEmpty()) {
      return new OpaqueParts(graph, List.of());
    }
    Map<String, TensorType> types = nodes.types().types();
    NodeWork work = new NodeWork(operators, types);
    PartForming forming = new PartForming(graph, nodes.reasons().keySet(), types, work);
    Map<String, String> parts = new LinkedHashMap<>();
    Graph formed = forming.form(parts);
    List<Member> members = new ArrayList<>();
    for (Node node : graph.nodes()) {
      String reason = nodes.reasons().get(node.name());
      String part = parts.get(node.name());
      if (reason != null && part != null) {
        members.add(
            new Member(
                node.name(),
                new OperatorKey(node.domain(), node.opType()).toString(),
                part,
                reason,
                work.macs(node),
                sizes(Optional.ofNullable(types.get(node.output())))));
      }
    }
    return new OpaqueParts(formed, members);
  }

  private static List<Long> sizes(Optional<TensorType> type) {
    return type.map(t -> Arrays.stream(t.shape().sizes()).boxed().toList()).orElse(List.of());
  }
}
