package dev.pluto.engine.floats;

import dev.pluto.engine.onnx.QuantizationLifter;
import dev.pluto.engine.onnx.UniqueNames;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The 32-bit float network that a file of reduced precision stands for, which is what is trained:
 *
 * <ul>
 *   <li>integers become the floats that they stand for, and values are no longer rounded, but cut
 *       off where integers that begin at 0 are;
 *   <li>all computation in other floating-point types is done in 32 bits; inputs and outputs of the
 *       model keep their types. Constants of 16 bits stay so in the file.
 * </ul>
 */
public final class FloatForm {
  /** Attributes that name an element type. */
  private static final Set<String> TYPES = Set.of("to", "dtype");

  private FloatForm() {}

  /**
   * The float form; the graph itself if it is one.
   *
   * @throws ProblemException of kind MODEL if a subgraph would have to change its types
   */
  public static Graph of(Graph graph) {
    boolean rounds =
        graph.quantizations().values().stream().anyMatch(q -> q.precision().isInteger())
            || graph.nodes().stream().anyMatch(FloatForm::isOnIntegers);
    return wide(rounds ? withoutRounding(graph) : graph);
  }

  private static boolean isOnIntegers(Node node) {
    return node.opType().contains("QLinear")
        || node.opType().equals("QGemm")
        || node.opType().equals("DequantizeLinear");
  }

  private static Graph withoutRounding(Graph graph) {
    Graph lifted = QuantizationLifter.lift(QuantizedOperators.split(graph));
    Map<String, Quantization> kept = new LinkedHashMap<>(graph.quantizations());
    kept.putAll(lifted.quantizations());
    kept.values().removeIf(quantization -> quantization.precision().isInteger());
    return bypassed(Saturation.keep(lifted).toBuilder().quantizations(kept).build());
  }

  /** Lets whatever reads a value that was rounded read it as it was before. */
  private static Graph bypassed(Graph graph) {
    Map<String, String> before = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean decodes = node.domain().isEmpty() && node.opType().equals("DequantizeLinear");
      Optional<String> value =
          decodes
              ? graph
                  .producer(node.inputs().get(0))
                  .filter(p -> p.domain().isEmpty() && p.opType().equals("QuantizeLinear"))
                  .map(encoder -> encoder.inputs().get(0))
                  .map(v -> before.getOrDefault(v, v))
              : Optional.empty();
      if (value.isEmpty()) {
        nodes.add(
            node.withInputs(node.inputs().stream().map(i -> before.getOrDefault(i, i)).toList()));
      } else if (graph.isOutput(node.output()) || isCaptured(graph, node.output())) {
        nodes.add(
            new Node(node.name(), "", "Identity", List.of(value.get()), node.outputs(), Map.of()));
      } else {
        before.put(node.output(), value.get());
      }
    }
    return graph.toBuilder().nodes(nodes).build();
  }

  private static boolean isCaptured(Graph graph, String value) {
    return graph.consumers(value).stream().anyMatch(n -> n.captures().contains(value));
  }

  private static Graph wide(Graph graph) {
    boolean narrow =
        graph.initializers().values().stream().anyMatch(t -> isOther(t.dataType()))
            || graph.inputs().stream().anyMatch(i -> isOther(i.dataType()))
            || graph.nodes().stream().anyMatch(FloatForm::namesOther);
    if (!narrow) {
      return graph;
    }
    requireNoSubgraphs(graph);
    Graph.Builder builder = graph.toBuilder();
    graph.initializers().forEach((name, tensor) -> widen(name, tensor, builder));
    UniqueNames names = new UniqueNames(graph);
    List<Node> nodes = new ArrayList<>();
    Map<String, String> inside = new HashMap<>();
    for (ValueInfo input : graph.inputs()) {
      if (isOther(input.dataType())) {
        String value = names.tensor(input.name() + "_float");
        inside.put(input.name(), value);
        nodes.add(cast(names, input.name(), value, DataType.FLOAT));
      }
    }
    List<Node> ends = new ArrayList<>();
    for (ValueInfo output : graph.outputs()) {
      if (isOther(output.dataType()) && graph.producer(output.name()).isPresent()) {
        String value = names.tensor(output.name() + "_float");
        inside.put(output.name(), value);
        ends.add(cast(names, value, output.name(), output.dataType()));
      }
    }
    graph.nodes().forEach(node -> nodes.add(wide(node, inside)));
    nodes.addAll(ends);
    return builder.nodes(nodes).build();
  }

  private static Node cast(UniqueNames names, String from, String to, DataType type) {
    return new Node(
        names.node(to + "_Cast"),
        "",
        "Cast",
        List.of(from),
        List.of(to),
        Map.of("to", new Attribute.IntValue(type.onnx())));
  }

  private static boolean isOther(DataType type) {
    return type.isFloat() && type != DataType.FLOAT;
  }

  private static boolean namesOther(Node node) {
    return node.attributes().entrySet().stream()
        .anyMatch(
            a ->
                (a.getValue() instanceof Attribute.TensorValue t && isOther(t.value().dataType()))
                    || (TYPES.contains(a.getKey())
                        && a.getValue() instanceof Attribute.IntValue i
                        && isOther(DataType.ofOnnx((int) i.value()).orElse(DataType.FLOAT))));
  }

  private static void requireNoSubgraphs(Graph graph) {
    List<Problem> problems =
        graph.nodes().stream()
            .filter(
                n -> n.attributes().values().stream().anyMatch(Attribute.Opaque.class::isInstance))
            .map(
                n ->
                    new Problem(
                        "node " + n,
                        "has a subgraph in a model with numbers of 16 or 64 bits, whose types"
                            + " cannot be changed",
                        "the model in 32-bit floats"))
            .toList();
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.MODEL, problems);
    }
  }

  private static void widen(String name, Tensor tensor, Graph.Builder builder) {
    if (isOther(tensor.dataType())) {
      builder.initializer(name, widened(tensor));
      if (tensor.dataType() == DataType.FLOAT16 && tensor.shape().rank() > 0) {
        builder.quantization(name, Quantization.of(Precision.FP16));
      }
    }
  }

  private static Tensor widened(Tensor tensor) {
    return tensor.hasData()
        ? Tensor.ofFloats(tensor.shape(), tensor.floats())
        : Tensor.shapeOnly(DataType.FLOAT, tensor.shape());
  }

  private static Node wide(Node node, Map<String, String> inside) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    node.attributes()
        .forEach(
            (name, value) -> {
              Attribute wide = value;
              if (value instanceof Attribute.TensorValue t && isOther(t.value().dataType())) {
                wide = new Attribute.TensorValue(widened(t.value()));
              } else if (TYPES.contains(name)
                  && value instanceof Attribute.IntValue i
                  && isOther(DataType.ofOnnx((int) i.value()).orElse(DataType.FLOAT))) {
                wide = new Attribute.IntValue(DataType.FLOAT.onnx());
              }
              attributes.put(name, wide);
            });
    return new Node(
        node.name(),
        node.domain(),
        node.opType(),
        node.inputs().stream().map(i -> inside.getOrDefault(i, i)).toList(),
        node.outputs().stream().map(o -> inside.getOrDefault(o, o)).toList(),
        attributes);
  }
}
