package dev.pluto.engine.onnx;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Quantization.Scale;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Writes quantizations as nodes. Constants become narrow constants with a DequantizeLinear that
 * gives the old name; computed values pass QuantizeLinear and DequantizeLinear, of which the last
 * gives the old name, so that consumers, subgraphs and outputs of the model read what they read
 * before. Only inputs of the model keep their own name, and the nodes that consume them read
 * another (a subgraph, which is carried unread, goes on reading the input as it is). 16-bit floats
 * do the same with Cast.
 */
final class QuantizationLowering {
  /** What a computed value is called before it is quantized, after its own name. */
  static final String UNQUANTIZED = "_float";

  private final Graph graph;
  private final Map<String, Quantization> plan;
  private final boolean elements;
  private final UniqueNames names;
  private final Map<String, Tensor> initializers = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, String> readInstead = new HashMap<>();

  /** Counts what is quantized; its names are short, since names of a small model weigh much. */
  private int quantized;

  private QuantizationLowering(Graph graph, Map<String, Quantization> plan, boolean elements) {
    this.graph = graph;
    this.plan = plan;
    this.elements = elements;
    names = new UniqueNames(graph);
  }

  /**
   * The graph without quantizations, and with nodes for them.
   *
   * @param plan what to quantize, every integer quantization with a scale
   * @param elements whether narrow constants get elements, or only their types and shapes
   */
  static Graph lower(Graph graph, Map<String, Quantization> plan, boolean elements) {
    return new QuantizationLowering(graph, plan, elements).lower();
  }

  private Graph lower() {
    graph.initializers().forEach(this::addConstant);
    for (ValueInfo input : graph.inputs()) {
      Quantization quantization = plan.get(input.name());
      if (quantization != null) {
        String read = names.tensor(input.name() + "_dequantized");
        readInstead.put(input.name(), read);
        addPair(input.name(), read, quantization);
      }
    }
    graph.nodes().forEach(this::addNode);
    Graph.Builder builder = graph.toBuilder().nodes(nodes).quantizations(Map.of());
    graph.initializers().keySet().forEach(builder::removeInitializer);
    initializers.forEach(builder::initializer);
    return builder.build();
  }

  private void addConstant(String name, Tensor tensor) {
    Quantization quantization = plan.get(name);
    if (quantization == null) {
      initializers.put(name, tensor);
      return;
    }
    quantized++;
    String narrow = names.tensor("q" + quantized);
    initializers.put(narrow, narrow(tensor, quantization));
    nodes.add(decoder(narrow, name, parameters(quantization)));
  }

  private Tensor narrow(Tensor tensor, Quantization quantization) {
    if (!elements) {
      return Tensor.shapeOnly(TensorPrecision.stored(quantization.precision()), tensor.shape());
    }
    return quantization
        .scale()
        .map(scale -> LinearQuantization.quantize(tensor, quantization.precision(), scale))
        .orElseGet(() -> HalfPrecision.of(tensor));
  }

  private void addNode(Node node) {
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.replaceAll(i -> readInstead.getOrDefault(i, i));
    List<String> outputs = new ArrayList<>(node.outputs());
    outputs.replaceAll(o -> plan.containsKey(o) ? names.tensor(o + UNQUANTIZED) : o);
    nodes.add(node.withInputs(inputs).withOutputs(outputs));
    for (int i = 0; i < outputs.size(); i++) {
      String value = node.outputs().get(i);
      Quantization quantization = plan.get(value);
      if (quantization != null) {
        addPair(outputs.get(i), value, quantization);
      }
    }
  }

  private void addPair(String from, String to, Quantization quantization) {
    quantized++;
    Parameters parameters = parameters(quantization);
    String narrow = names.tensor("q" + quantized);
    nodes.add(encoder(from, narrow, parameters));
    nodes.add(decoder(narrow, to, parameters));
  }

  /** What both nodes of a pair need: the narrow type, and names of scale and zero point if any. */
  private record Parameters(DataType type, List<String> tensors, OptionalInt axis) {}

  private Parameters parameters(Quantization quantization) {
    DataType type = TensorPrecision.stored(quantization.precision());
    if (quantization.scale().isEmpty()) {
      return new Parameters(type, List.of(), OptionalInt.empty());
    }
    Scale scale = quantization.scale().get();
    int count = scale.steps().size();
    Shape shape = scale.axis().isPresent() ? Shape.of(count) : Shape.of();
    List<String> tensors = new ArrayList<>();
    tensors.add(names.tensor("s" + quantized));
    float[] steps = new float[count];
    for (int i = 0; i < count; i++) {
      steps[i] = scale.steps().get(i);
    }
    initializers.put(tensors.get(0), Tensor.ofFloats(shape, steps));
    // Biases have none: their zero point is 0 by definition.
    if (type != DataType.INT32) {
      tensors.add(names.tensor("z" + quantized));
      initializers.put(
          tensors.get(1), LinearQuantization.integers(type, shape, scale.zeroPoints()));
    }
    return new Parameters(type, tensors, scale.axis());
  }

  private Node encoder(String from, String to, Parameters parameters) {
    String name = names.node("Q" + quantized);
    return parameters.tensors.isEmpty()
        ? cast(name, from, to, parameters.type)
        : linear(name, "QuantizeLinear", from, to, parameters);
  }

  private Node decoder(String from, String to, Parameters parameters) {
    String name = names.node("D" + quantized);
    return parameters.tensors.isEmpty()
        ? cast(name, from, to, DataType.FLOAT)
        : linear(name, "DequantizeLinear", from, to, parameters);
  }

  private static Node linear(
      String name, String opType, String from, String to, Parameters parameters) {
    List<String> inputs = new ArrayList<>(List.of(from));
    inputs.addAll(parameters.tensors);
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    parameters.axis.ifPresent(axis -> attributes.put("axis", new Attribute.IntValue(axis)));
    return new Node(name, "", opType, inputs, List.of(to), attributes);
  }

  private static Node cast(String name, String from, String to, DataType type) {
    Map<String, Attribute> attributes = Map.of("to", new Attribute.IntValue(type.onnx()));
    return new Node(name, "", "Cast", List.of(from), List.of(to), attributes);
  }
}
