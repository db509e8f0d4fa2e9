package dev.pluto.engine.floats;

import dev.pluto.engine.onnx.UniqueNames;
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
import java.util.Set;

/**
 * Takes operators on integers apart into what they stand for: DequantizeLinear, the operator on
 * floats, QuantizeLinear. What only moves integers (MaxPool, Reshape and their like) is put between
 * such conversions, too, with the scale of what it reads.
 */
final class QuantizedOperators {
  /** Operators of ONNX Runtime on a value (places 0 to 2) with a scale for the result behind it. */
  private static final Map<String, String> UNARY =
      Map.of(
          "QLinearSigmoid", "Sigmoid",
          "QLinearLeakyRelu", "LeakyRelu",
          "QLinearAveragePool", "AveragePool",
          "QLinearGlobalAveragePool", "GlobalAveragePool",
          "QLinearSoftmax", "Softmax");

  private static final Map<String, String> BINARY =
      Map.of("QLinearAdd", "Add", "QLinearMul", "Mul");

  private static final Set<String> MOVING =
      Set.of(
          """
          DepthToSpace Flatten Gather Identity MaxPool Reshape Slice SpaceToDepth Split Squeeze Tile \
          Transpose Unsqueeze\
          """
              .split(" "));

  /** A value or constant of integers. */
  private record Integers(String name, String scale, String zeroPoint) {}

  private final Graph graph;
  private final UniqueNames names;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integers> known = new HashMap<>();
  private final Map<String, Tensor> added = new LinkedHashMap<>();

  private QuantizedOperators(Graph graph) {
    this.graph = graph;
    names = new UniqueNames(graph);
  }

  /** The graph without those operators on integers of which the form on floats is known. */
  static Graph split(Graph graph) {
    QuantizedOperators split = new QuantizedOperators(graph);
    graph.nodes().forEach(split::take);
    Graph.Builder builder = graph.toBuilder().nodes(split.nodes);
    split.added.forEach(builder::initializer);
    return builder.build();
  }

  private void take(Node node) {
    List<String> in = node.inputs();
    // Channels behind the positions are a layout that operators on floats do not have.
    String type = node.intAttribute("channels_last", 0) == 1 ? "" : node.opType();
    if (type.equals("QuantizeLinear") && node.domain().isEmpty()) {
      note(node.output(), in.get(1), node.input(2).orElse(""));
      nodes.add(node);
    } else if (type.equals("QLinearConv") && in.size() >= 8) {
      convolution(node);
    } else if (type.equals("QLinearMatMul") && in.size() >= 8) {
      replace(node, "MatMul", List.of(at(node, 0), at(node, 3)), result(node, 6), Map.of());
    } else if (type.equals("QGemm") && in.size() >= 9) {
      gemm(node);
    } else if (UNARY.containsKey(type) && in.size() >= 5) {
      replace(node, UNARY.get(type), List.of(at(node, 0)), result(node, 3), attributes(node));
    } else if (BINARY.containsKey(type) && in.size() >= 8) {
      replace(node, BINARY.get(type), List.of(at(node, 0), at(node, 3)), result(node, 6), Map.of());
    } else if (type.equals("QLinearConcat") && in.size() >= 5) {
      concatenation(node);
    } else if (MOVING.contains(type) && node.domain().isEmpty() && known.containsKey(in.get(0))) {
      move(node);
    } else {
      nodes.add(node);
    }
  }

  private void note(String value, String scale, String zeroPoint) {
    known.put(value, new Integers(value, scale, zeroPoint));
  }

  private static Integers at(Node node, int place) {
    return new Integers(
        node.inputs().get(place), node.inputs().get(place + 1), node.input(place + 2).orElse(""));
  }

  /** Scale and zero point of the result, which begin at a place. */
  private static Integers result(Node node, int place) {
    return new Integers(node.output(), node.inputs().get(place), node.input(place + 1).orElse(""));
  }

  private void convolution(Node node) {
    List<String> operands = new ArrayList<>();
    operands.add(dequantized(node, at(node, 0), Map.of()));
    operands.add(dequantized(node, at(node, 3), Map.of("axis", new Attribute.IntValue(0))));
    node.input(8).ifPresent(bias -> operands.add(bias(node, bias, at(node, 0), at(node, 3))));
    compute(node, "Conv", operands, result(node, 6), node.attributes());
  }

  private void gemm(Node node) {
    List<String> operands = new ArrayList<>();
    operands.add(dequantized(node, at(node, 0), Map.of()));
    long columns = node.intAttribute("transB", 0) == 1 ? 0 : 1;
    operands.add(dequantized(node, at(node, 3), Map.of("axis", new Attribute.IntValue(columns))));
    node.input(6).ifPresent(bias -> operands.add(bias(node, bias, at(node, 0), at(node, 3))));
    compute(node, "Gemm", operands, result(node, 7), attributes(node));
  }

  /** A bias counts steps of input times weight. */
  private String bias(Node node, String bias, Integers input, Integers weight) {
    Optional<Tensor> integers = graph.initializer(bias);
    Optional<Tensor> in = graph.initializer(input.scale());
    Optional<Tensor> factor = graph.initializer(weight.scale());
    String scale = names.tensor(bias + "_scale");
    if (integers.isEmpty() || in.isEmpty() || factor.isEmpty()) {
      nodes.add(node("Mul", node, List.of(input.scale(), weight.scale()), scale, Map.of()));
    } else {
      float[] steps = factor.get().floats();
      for (int i = 0; i < steps.length; i++) {
        steps[i] *= in.get().floats()[0];
      }
      added.put(scale, Tensor.ofFloats(factor.get().shape(), steps));
    }
    return dequantized(
        node, new Integers(bias, scale, ""), Map.of("axis", new Attribute.IntValue(0)));
  }

  private void concatenation(Node node) {
    List<Integers> operands = new ArrayList<>();
    for (int place = 2; place + 2 < node.inputs().size(); place += 3) {
      operands.add(at(node, place));
    }
    replace(node, "Concat", operands, result(node, 0), attributes(node));
  }

  private void move(Node node) {
    Integers read = Optional.ofNullable(known.get(node.inputs().get(0))).orElseThrow();
    List<String> operands = new ArrayList<>(node.inputs());
    operands.set(0, dequantized(node, read, Map.of()));
    List<String> results = new ArrayList<>();
    for (String output : node.outputs()) {
      results.add(output.isEmpty() ? "" : names.tensor(output + "_float"));
    }
    nodes.add(new Node(node.name(), "", node.opType(), operands, results, node.attributes()));
    for (int i = 0; i < results.size(); i++) {
      if (!results.get(i).isEmpty()) {
        quantize(
            node,
            results.get(i),
            new Integers(node.outputs().get(i), read.scale(), read.zeroPoint()));
      }
    }
  }

  private void replace(
      Node node,
      String opType,
      List<Integers> operands,
      Integers result,
      Map<String, Attribute> attributes) {
    List<String> floats = new ArrayList<>();
    operands.forEach(o -> floats.add(dequantized(node, o, Map.of())));
    compute(node, opType, floats, result, attributes);
  }

  private void compute(
      Node node,
      String opType,
      List<String> operands,
      Integers result,
      Map<String, Attribute> attributes) {
    String floats = names.tensor(result.name() + "_float");
    nodes.add(new Node(node.name(), "", opType, operands, List.of(floats), attributes));
    quantize(node, floats, result);
  }

  private void quantize(Node node, String floats, Integers result) {
    note(result.name(), result.scale(), result.zeroPoint());
    nodes.add(node("QuantizeLinear", node, operands(floats, result), result.name(), Map.of()));
  }

  private String dequantized(Node node, Integers integers, Map<String, Attribute> attributes) {
    String floats = names.tensor(integers.name() + "_dequantized");
    nodes.add(
        node("DequantizeLinear", node, operands(integers.name(), integers), floats, attributes));
    return floats;
  }

  private static List<String> operands(String first, Integers integers) {
    return integers.zeroPoint().isEmpty()
        ? List.of(first, integers.scale())
        : List.of(first, integers.scale(), integers.zeroPoint());
  }

  private Node node(
      String opType,
      Node of,
      List<String> inputs,
      String output,
      Map<String, Attribute> attributes) {
    String name = names.node(of.name() + "_" + opType);
    return new Node(name, "", opType, inputs, List.of(output), attributes);
  }

  /** What the operators on integers have besides those on floats. */
  private static Map<String, Attribute> attributes(Node node) {
    Map<String, Attribute> attributes = new LinkedHashMap<>(node.attributes());
    attributes.remove("channels_last");
    attributes.remove("opset");
    return attributes;
  }
}
