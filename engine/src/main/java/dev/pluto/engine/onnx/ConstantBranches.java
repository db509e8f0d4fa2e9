package dev.pluto.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts the branch of an If that is always taken in its place. Exporters leave such nodes where a
 * script had a condition that the model's form decides.
 */
public final class ConstantBranches {
  private final Graph.Builder builder;
  private final UniqueNames names;
  private final ModelProblems problems;
  private final List<Node> nodes = new ArrayList<>();

  private ConstantBranches(Graph graph) {
    builder = graph.toBuilder();
    names = new UniqueNames(graph);
    problems = new ModelProblems("model " + graph.name());
  }

  /**
   * The graph without those If nodes whose condition is known, also inside of branches.
   *
   * @param constants elements of values that are always the same
   * @throws ProblemException of kind MODEL if a branch cannot be read
   */
  public static Graph inline(Graph graph, Function<String, Optional<Tensor>> constants) {
    Graph current = graph;
    while (current.nodes().stream().anyMatch(n -> taken(n, constants).isPresent())) {
      ConstantBranches branches = new ConstantBranches(current);
      current.nodes().forEach(n -> branches.take(n, taken(n, constants)));
      current = branches.builder.nodes(branches.nodes).build();
    }
    return current;
  }

  private static Optional<AttributeProto> taken(
      Node node, Function<String, Optional<Tensor>> constants) {
    if (!node.opType().equals("If") || !node.domain().isEmpty() || node.inputs().isEmpty()) {
      return Optional.empty();
    }
    return constants
        .apply(node.inputs().get(0))
        .filter(Tensor::hasData)
        .map(condition -> condition.longs()[0] == 0 ? "else_branch" : "then_branch")
        .map(node.attributes()::get)
        .filter(Attribute.Opaque.class::isInstance)
        .map(branch -> Subgraphs.parse((Attribute.Opaque) branch))
        .filter(branch -> branch.hasG() && branch.getG().getSparseInitializerCount() == 0);
  }

  private void take(Node node, Optional<AttributeProto> branch) {
    if (branch.isEmpty()) {
      nodes.add(node);
    } else {
      inline(node, branch.get().getG());
    }
  }

  private void inline(Node node, GraphProto branch) {
    Map<String, String> renamed = new HashMap<>();
    for (int i = 0; i < node.outputs().size(); i++) {
      if (!node.outputs().get(i).isEmpty()) {
        renamed.put(branch.getOutput(i).getName(), node.outputs().get(i));
      }
    }
    Map<String, String> own = new HashMap<>();
    TensorDecoder tensors =
        new TensorDecoder(problems, new ExternalData(Optional.empty(), problems));
    for (TensorProto tensor : branch.getInitializerList()) {
      String name = names.tensor(tensor.getName());
      own.put(tensor.getName(), name);
      builder.initializer(name, tensors.decode(tensor, "initializer '" + tensor.getName() + "'"));
    }
    for (NodeProto inner : branch.getNodeList()) {
      for (String output : inner.getOutputList()) {
        if (!output.isEmpty()) {
          String result = renamed.get(output);
          own.put(output, result == null ? names.tensor(output) : result);
        }
      }
    }
    NodeNames given = new NodeNames(branch.getNodeList());
    AttributeDecoder attributes = new AttributeDecoder(problems, tensors);
    for (int i = 0; i < branch.getNodeCount(); i++) {
      Node inner = node(branch.getNode(i), names.node(given.of(i)), own, attributes);
      Optional<Tensor> constant = ModelDecoder.constant(inner);
      if (constant.isPresent()) {
        builder.initializer(inner.output(), constant.get());
      } else {
        nodes.add(inner);
      }
    }
    // A branch may give what it did not compute, or one value twice.
    for (int i = 0; i < node.outputs().size(); i++) {
      String inner = branch.getOutput(i).getName();
      String outer = node.outputs().get(i);
      String value = own.getOrDefault(inner, inner);
      if (!outer.isEmpty() && !value.equals(outer)) {
        nodes.add(
            new Node(
                names.node(node.name() + "_Identity"),
                "",
                "Identity",
                List.of(value),
                List.of(outer),
                Map.of()));
      }
    }
  }

  private Node node(
      NodeProto proto, String name, Map<String, String> own, AttributeDecoder attributes) {
    Map<String, Attribute> values = new LinkedHashMap<>();
    for (AttributeProto attribute : proto.getAttributeList()) {
      Attribute decoded = attributes.decode(attribute, "node " + name);
      values.put(attribute.getName(), Subgraphs.renamed(decoded, v -> own.getOrDefault(v, v)));
    }
    String domain = proto.getDomain().equals("ai.onnx") ? "" : proto.getDomain();
    return new Node(
        name,
        domain,
        proto.getOpType(),
        proto.getInputList().stream().map(v -> own.getOrDefault(v, v)).toList(),
        proto.getOutputList().stream().map(v -> own.getOrDefault(v, v)).toList(),
        values);
  }
}
