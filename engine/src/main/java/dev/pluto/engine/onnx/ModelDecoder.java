package dev.pluto.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a parsed model into a graph, node by node; quantizations are still nodes. */
final class ModelDecoder {
  private final ModelProblems problems;
  private final TensorDecoder tensors;
  private final AttributeDecoder attributes;
  private final Map<String, Tensor> initializers = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> defined = new HashSet<>();

  ModelDecoder(ModelProblems problems, ExternalData external) {
    this.problems = problems;
    tensors = new TensorDecoder(problems, external);
    attributes = new AttributeDecoder(problems, tensors);
  }

  /** The graph of a model. */
  Graph decode(ModelProto model) {
    if (!model.hasGraph()) {
      throw problems.fatal("", "holds no graph");
    }
    GraphProto graph = model.getGraph();
    Graph.Builder builder = Graph.builder(graph.getName());
    Map<String, Long> opsets = opsets(model);
    opsets.forEach(builder::opset);
    refuseUnsupported(model);
    decodeInitializers(graph);
    decodeInputs(graph, builder);
    decodeNodes(graph, opsets.keySet());
    problems.throwIfAny();
    initializers.forEach(builder::initializer);
    Set<String> given = new HashSet<>(defined);
    nodes.forEach(n -> given.removeAll(n.outputs()));
    builder.nodes(TopologicalOrder.of(nodes, given, problems));
    decodeOutputs(graph, builder);
    model.getMetadataPropsList().forEach(p -> builder.metadata(p.getKey(), p.getValue()));
    problems.throwIfAny();
    return builder.build();
  }

  private Map<String, Long> opsets(ModelProto model) {
    Versions.checkIr(model.getIrVersion(), problems);
    Map<String, Long> opsets = new LinkedHashMap<>();
    for (OperatorSetIdProto opset : model.getOpsetImportList()) {
      opsets.merge(domain(opset.getDomain()), opset.getVersion(), Math::max);
    }
    if (opsets.isEmpty()) {
      problems.add("", "names no operator set version");
    } else {
      Versions.checkOpset(opsets.getOrDefault("", 1L), problems);
    }
    return opsets;
  }

  /** ONNX's own operators have two spellings of their domain. */
  private static String domain(String domain) {
    return domain.equals("ai.onnx") ? "" : domain;
  }

  private void refuseUnsupported(ModelProto model) {
    if (model.getFunctionsCount() > 0) {
      problems.add(
          "function '" + model.getFunctions(0).getName() + "'",
          "functions inside the model are not supported; inline them first");
    }
    if (model.getGraph().getSparseInitializerCount() > 0) {
      problems.add("", "sparse initializers are not supported");
    }
  }

  private void decodeInitializers(GraphProto graph) {
    for (TensorProto tensor : graph.getInitializerList()) {
      String place = "initializer '" + tensor.getName() + "'";
      define(tensor.getName(), place);
      problems
          .collect(() -> tensors.decode(tensor, place))
          .ifPresent(t -> initializers.put(tensor.getName(), t));
    }
  }

  /** Old files list the initializers among the inputs: those stay constants. */
  private void decodeInputs(GraphProto graph, Graph.Builder builder) {
    Set<String> constants = Set.copyOf(defined);
    for (ValueInfoProto input : graph.getInputList()) {
      if (!constants.contains(input.getName())) {
        String place = "input '" + input.getName() + "'";
        define(input.getName(), place);
        problems
            .collect(() -> ValueInfoDecoder.decode(input, place, problems))
            .ifPresent(builder::input);
      }
    }
  }

  private void decodeNodes(GraphProto graph, Set<String> domains) {
    NodeNames names = new NodeNames(graph.getNodeList());
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto proto = graph.getNode(i);
      String name = names.of(i);
      problems.collect(() -> decodeNode(proto, name)).ifPresent(n -> addNode(n, domains));
    }
  }

  private Node decodeNode(NodeProto proto, String name) {
    String place = "node " + proto.getOpType() + " '" + name + "'";
    Map<String, Attribute> values = new LinkedHashMap<>();
    for (AttributeProto attribute : proto.getAttributeList()) {
      if (values.put(attribute.getName(), attributes.decode(attribute, place)) != null) {
        throw problems.fatal(place, "has attribute '" + attribute.getName() + "' twice");
      }
    }
    return new Node(
        name,
        domain(proto.getDomain()),
        proto.getOpType(),
        withoutAbsentAtEnd(proto.getInputList()),
        withoutAbsentAtEnd(proto.getOutputList()),
        values);
  }

  /** Optional inputs and outputs behind the last one that is there mean nothing. */
  private static List<String> withoutAbsentAtEnd(List<String> names) {
    int present = names.size();
    while (present > 0 && names.get(present - 1).isEmpty()) {
      present--;
    }
    return names.subList(0, present);
  }

  private void addNode(Node node, Set<String> domains) {
    String place = "node " + node;
    if (node.opType().isEmpty()) {
      problems.add(place, "has no operator");
    }
    if (!domains.contains(node.domain())) {
      problems.add(place, "the model imports no operator set of domain '" + node.domain() + "'");
    }
    if (node.outputs().stream().allMatch(String::isEmpty)) {
      problems.add(place, "has no output");
      return;
    }
    node.outputs().stream().filter(o -> !o.isEmpty()).forEach(o -> define(o, place));
    Optional<Tensor> constant = constant(node);
    if (constant.isPresent()) {
      initializers.put(node.output(), constant.get());
    } else {
      nodes.add(node);
    }
  }

  /** The value of a Constant node; empty for other nodes and for constant texts. */
  static Optional<Tensor> constant(Node node) {
    boolean single = node.attributes().size() == 1 && node.outputs().size() == 1;
    if (!node.opType().equals("Constant") || !node.domain().isEmpty() || !single) {
      return Optional.empty();
    }
    Attribute value = node.attributes().values().iterator().next();
    if (value instanceof Attribute.TensorValue tensor) {
      return Optional.of(tensor.value());
    } else if (value instanceof Attribute.FloatValue number) {
      return Optional.of(Tensor.ofFloats(Shape.of(), number.value()));
    } else if (value instanceof Attribute.IntValue number) {
      return Optional.of(Tensor.ofLongs(Shape.of(), number.value()));
    } else if (value instanceof Attribute.Floats list) {
      float[] numbers = new float[list.values().size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = list.values().get(i);
      }
      return Optional.of(Tensor.ofFloats(Shape.of(numbers.length), numbers));
    } else if (value instanceof Attribute.Ints list) {
      long[] numbers = list.values().stream().mapToLong(Long::longValue).toArray();
      return Optional.of(Tensor.ofLongs(Shape.of(numbers.length), numbers));
    }
    return Optional.empty();
  }

  private void decodeOutputs(GraphProto graph, Graph.Builder builder) {
    Set<String> outputs = new HashSet<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      String place = "output '" + output.getName() + "'";
      if (!outputs.add(output.getName())) {
        problems.add(place, "is declared twice");
      } else if (!defined.contains(output.getName())) {
        problems.add(place, "nothing produces it");
      }
      problems
          .collect(() -> ValueInfoDecoder.decode(output, place, problems))
          .ifPresent(builder::output);
    }
    if (outputs.isEmpty()) {
      problems.add("", "has no output");
    }
  }

  private void define(String value, String place) {
    if (value.isEmpty()) {
      problems.add(place, "has no name");
    } else if (!defined.add(value)) {
      problems.add(place, "gives value '" + value + "', which something else gives too");
    }
  }
}
