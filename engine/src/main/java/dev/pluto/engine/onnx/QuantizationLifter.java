package dev.pluto.engine.onnx;

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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the nodes that stand for a reduced precision into quantizations of the tensors they act on,
 * the inverse of {@link QuantizationLowering}. Narrow constants become floats of the same values.
 * What has no such form (a lone QuantizeLinear, a value that some consumers read unquantized, a
 * computed scale) stays as the nodes it is.
 */
public final class QuantizationLifter {
  private final Graph graph;
  private final Set<String> captured = new HashSet<>();
  private final Set<String> removed = new HashSet<>();
  private final Set<String> decoded = new HashSet<>();
  private final Map<String, String> renamed = new HashMap<>();
  private final Map<String, Quantization> quantizations = new LinkedHashMap<>();
  private final Map<String, Map<String, Tensor>> widened = new HashMap<>();

  private QuantizationLifter(Graph graph) {
    this.graph = graph;
    graph.nodes().forEach(n -> captured.addAll(n.captures()));
  }

  /** The graph with quantizations in place of the nodes for them. */
  public static Graph lift(Graph graph) {
    QuantizationLifter lifter = new QuantizationLifter(graph);
    lifter.liftConstants();
    lifter.liftValues();
    return lifter.removed.isEmpty() ? graph : lifter.result();
  }

  private void liftConstants() {
    Map<List<Object>, String> same = new HashMap<>();
    for (Node node : graph.nodes()) {
      Optional<Tensor> narrow =
          node.input(0).flatMap(graph::initializer).filter(QuantizationLifter::isWidenable);
      Optional<Quantization> quantization = narrow.flatMap(t -> constantDecoder(node, t));
      boolean inner = !node.output().isEmpty() && !graph.isOutput(node.output());
      if (quantization.isPresent() && inner) {
        removed.add(node.name());
        decoded.add(node.output());
        List<Object> key = List.of(node.inputs(), node.attributes());
        String first = same.putIfAbsent(key, node.output());
        if (first != null && !captured.contains(node.output())) {
          renamed.put(node.output(), first);
        } else {
          quantizations.put(node.output(), quantization.get());
          widened
              .computeIfAbsent(node.inputs().get(0), k -> new LinkedHashMap<>())
              .put(node.output(), widen(narrow.orElseThrow(), quantization.get()));
        }
      }
    }
  }

  /** Whether there are elements, and not more than a tensor of floats can have. */
  private static boolean isWidenable(Tensor narrow) {
    return narrow.hasData() && narrow.shape().elements() <= Integer.MAX_VALUE / Float.BYTES;
  }

  private Optional<Quantization> constantDecoder(Node node, Tensor narrow) {
    if (isOperator(node, "DequantizeLinear")) {
      return QuantizationParameters.of(
          graph, node, Optional.of(narrow.dataType()), Optional.of(narrow.shape()));
    }
    return isCast(node, DataType.FLOAT) && narrow.dataType() == DataType.FLOAT16
        ? Optional.of(Quantization.of(Precision.FP16))
        : Optional.empty();
  }

  private static Tensor widen(Tensor narrow, Quantization quantization) {
    return quantization
        .scale()
        .map(scale -> LinearQuantization.dequantize(narrow, scale))
        .orElseGet(() -> Tensor.ofFloats(narrow.shape(), narrow.floats()));
  }

  private void liftValues() {
    graph.inputs().stream().map(ValueInfo::name).forEach(name -> liftValue(name, true));
    graph.initializers().keySet().forEach(name -> liftValue(name, true));
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> liftValue(output, false));
    }
  }

  /**
   * Lifts the pairs that a value passes, if all that reads it are equal pairs.
   *
   * @param given whether the value is an input or a constant and so keeps its name
   */
  private void liftValue(String value, boolean given) {
    List<Node> encoders = graph.consumers(value);
    if (encoders.isEmpty() || decoded.contains(value) || graph.isOutput(value)) {
      return;
    }
    Optional<Quantization> quantization = encoder(encoders.get(0), value);
    List<Node> decoders = new ArrayList<>();
    for (Node encoder : encoders) {
      if (quantization.isEmpty()
          || !encoder(encoder, value).equals(quantization)
          || graph.isOutput(encoder.output())) {
        return;
      }
      decoders.addAll(graph.consumers(encoder.output()));
    }
    List<String> results = decoders.stream().map(Node::output).toList();
    if (results.isEmpty()
        || results.contains("")
        || !decoders.stream().allMatch(d -> decodes(d, quantization.get()))
        || (!quantization.get().precision().isInteger() && !surelyFloat(value, results))) {
      return;
    }
    chooseName(value, given, results)
        .ifPresent(
            name -> {
              encoders.forEach(n -> removed.add(n.name()));
              decoders.forEach(n -> removed.add(n.name()));
              decoded.addAll(results);
              renamed.put(value, name);
              results.forEach(r -> renamed.put(r, name));
              quantizations.put(name, quantization.get());
            });
  }

  private Optional<Quantization> encoder(Node node, String value) {
    if (!node.input(0).filter(value::equals).isPresent()) {
      return Optional.empty();
    }
    if (isOperator(node, "QuantizeLinear")) {
      return QuantizationParameters.of(
          graph, node, Optional.empty(), graph.initializer(value).map(Tensor::shape));
    }
    return isCast(node, DataType.FLOAT16)
        ? Optional.of(Quantization.of(Precision.FP16))
        : Optional.empty();
  }

  private boolean decodes(Node node, Quantization quantization) {
    if (quantization.scale().isEmpty()) {
      return isCast(node, DataType.FLOAT);
    }
    DataType type = TensorPrecision.stored(quantization.precision());
    return isOperator(node, "DequantizeLinear")
        && QuantizationParameters.of(graph, node, Optional.of(type), Optional.empty())
            .equals(Optional.of(quantization));
  }

  /** Casts of whatever type to 16 bits and on to float look the same: only our own are known. */
  private boolean surelyFloat(String value, List<String> results) {
    return results.stream().anyMatch(r -> isUnquantizedNameOf(value, r))
        || graph.inputs().stream()
            .anyMatch(i -> i.name().equals(value) && i.dataType() == DataType.FLOAT);
  }

  /** The one name that the value and its quantized copies get; empty if more than one must stay. */
  private Optional<String> chooseName(String value, boolean given, List<String> results) {
    Set<String> fixed = new LinkedHashSet<>();
    if (given) {
      fixed.add(value);
    }
    results.stream().filter(r -> graph.isOutput(r) || captured.contains(r)).forEach(fixed::add);
    if (fixed.isEmpty()) {
      return Optional.of(
          results.stream().filter(r -> isUnquantizedNameOf(value, r)).findFirst().orElse(value));
    }
    return fixed.size() == 1 ? Optional.of(fixed.iterator().next()) : Optional.empty();
  }

  private static boolean isUnquantizedNameOf(String value, String quantized) {
    return value.startsWith(quantized + QuantizationLowering.UNQUANTIZED);
  }

  private static boolean isOperator(Node node, String opType) {
    return node.domain().isEmpty() && node.opType().equals(opType);
  }

  private static boolean isCast(Node node, DataType to) {
    // The oldest operator set names the type in words.
    return isOperator(node, "Cast")
        && new Attribute.IntValue(to.onnx()).equals(node.attributes().get("to"));
  }

  private Graph result() {
    List<Node> nodes = new ArrayList<>();
    Set<String> formerly = new HashSet<>();
    Set<String> used = new HashSet<>(captured);
    graph.outputs().forEach(o -> used.add(o.name()));
    for (Node node : graph.nodes()) {
      if (removed.contains(node.name())) {
        formerly.addAll(node.inputs());
      } else {
        Node kept = node.withInputs(rename(node.inputs())).withOutputs(rename(node.outputs()));
        nodes.add(kept);
        used.addAll(kept.inputs());
      }
    }
    Graph.Builder builder = graph.toBuilder().nodes(nodes).quantizations(quantizations);
    graph.initializers().keySet().forEach(builder::removeInitializer);
    graph
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (used.contains(name) || !formerly.contains(name)) {
                builder.initializer(name, tensor);
              }
              widened.getOrDefault(name, Map.of()).forEach(builder::initializer);
            });
    return builder.build();
  }

  private List<String> rename(List<String> names) {
    return names.stream().map(n -> renamed.getOrDefault(n, n)).toList();
  }
}
