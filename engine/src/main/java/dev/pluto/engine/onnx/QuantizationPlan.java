package dev.pluto.engine.onnx;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Quantization.Scale;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * All quantizations of a file that is to be written: those of the graph with a scale for each, and
 * those of the biases, whose steps follow from their consumers.
 */
final class QuantizationPlan {
  /** Layers with two weights, whose rows are axis 1. */
  private static final Set<String> RECURRENT = Set.of("RNN", "GRU", "LSTM");

  private final Graph graph;
  private final Map<String, Quantization> quantizations = new LinkedHashMap<>();

  private QuantizationPlan(Graph graph) {
    this.graph = graph;
  }

  /**
   * The quantizations to write, by tensor. Quantizations of tensors that the graph does not have
   * (any more) are left out.
   */
  static Map<String, Quantization> of(Graph graph) {
    QuantizationPlan plan = new QuantizationPlan(graph);
    graph.quantizations().forEach(plan::add);
    if (!plan.quantizations.isEmpty()) {
      plan.addBiases();
    }
    return plan.quantizations;
  }

  private void add(String name, Quantization quantization) {
    Optional<Tensor> constant = graph.initializer(name);
    boolean present =
        constant.isPresent()
            || graph.producer(name).isPresent()
            || graph.inputs().stream().anyMatch(i -> i.name().equals(name));
    if (present) {
      requireFloat(name, constant);
      boolean complete = quantization.scale().isPresent() || !quantization.precision().isInteger();
      quantizations.put(
          name,
          complete
              ? quantization
              : new Quantization(
                  quantization.precision(), Optional.of(placeholder(name, constant))));
    }
  }

  private static void requireFloat(String name, Optional<Tensor> constant) {
    if (constant.isPresent() && constant.get().dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "constant '%s' of type %s cannot be quantized"
              .formatted(name, constant.get().dataType()));
    }
  }

  /** A scale as long as the real one will be: one step per output channel of a weight. */
  private Scale placeholder(String name, Optional<Tensor> constant) {
    OptionalInt axis = OptionalInt.empty();
    if (constant.isPresent()) {
      axis =
          graph.consumers(name).stream()
              .map(node -> outputAxis(node, name, constant.get().shape()))
              .filter(OptionalInt::isPresent)
              .findFirst()
              .orElse(OptionalInt.empty());
    }
    int count =
        axis.isPresent()
            ? Math.toIntExact(constant.orElseThrow().shape().size(axis.getAsInt()))
            : 1;
    return new Scale(Collections.nCopies(count, 1f), Collections.nCopies(count, 0), axis);
  }

  /** The axis of a weight along which its consumer's output channels lie, if it has one. */
  private static OptionalInt outputAxis(Node node, String weight, Shape shape) {
    if (!node.domain().isEmpty()) {
      return OptionalInt.empty();
    }
    boolean second = node.input(1).filter(weight::equals).isPresent();
    boolean third = node.input(2).filter(weight::equals).isPresent();
    int axis =
        switch (second ? node.opType() : "") {
          case "Conv" -> 0;
          case "ConvTranspose" -> 1;
          case "Gemm" -> node.intAttribute("transB", 0) != 0 ? 0 : 1;
          case "MatMul" -> shape.rank() - 1;
          default -> (second || third) && RECURRENT.contains(node.opType()) ? 1 : -1;
        };
    return axis >= 0 && axis < shape.rank() && shape.size(axis) > 0
        ? OptionalInt.of(axis)
        : OptionalInt.empty();
  }

  private void addBiases() {
    Map<String, Optional<Scale>> scales = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      Optional<String> bias = node.input(2).filter(b -> isBias(node, b));
      // A bias that two consumers need in different steps stays as it is.
      bias.ifPresent(
          b -> scales.merge(b, biasScale(node), (x, y) -> x.equals(y) ? x : Optional.empty()));
    }
    scales.forEach(
        (bias, scale) -> {
          if (scale.isPresent()
              && graph.initializer(bias).filter(b -> fits(b, scale.get())).isPresent()) {
            quantizations.put(bias, new Quantization(TensorPrecision.INT32, scale));
          }
        });
  }

  private boolean isBias(Node node, String bias) {
    boolean adds =
        node.opType().equals("Conv")
            || (node.opType().equals("Gemm")
                && node.floatAttribute("alpha", 1) == 1
                && node.floatAttribute("beta", 1) == 1);
    return node.domain().isEmpty()
        && adds
        && graph
            .initializer(bias)
            .filter(b -> b.dataType() == DataType.FLOAT && b.shape().rank() == 1)
            .isPresent()
        && graph.consumers(bias).stream().allMatch(n -> n.input(2).filter(bias::equals).isPresent())
        && !graph.isOutput(bias);
  }

  /** Step of input times step of weight, per output channel where the weight has it so. */
  private Optional<Scale> biasScale(Node node) {
    Optional<Scale> input = integerScale(node.inputs().get(0));
    String weight = node.inputs().get(1);
    Optional<Scale> weights = integerScale(weight);
    Optional<Tensor> tensor = graph.initializer(weight);
    if (input.isEmpty()
        || weights.isEmpty()
        || tensor.isEmpty()
        || input.get().axis().isPresent()) {
      return Optional.empty();
    }
    boolean perChannel = weights.get().axis().isPresent();
    if (perChannel
        && !weights.get().axis().equals(outputAxis(node, weight, tensor.get().shape()))) {
      return Optional.empty();
    }
    float step = input.get().steps().get(0);
    List<Float> steps = weights.get().steps().stream().map(s -> s * step).toList();
    if (!steps.stream().allMatch(s -> s >= Float.MIN_NORMAL && Float.isFinite(s))) {
      return Optional.empty();
    }
    OptionalInt axis = perChannel ? OptionalInt.of(0) : OptionalInt.empty();
    return Optional.of(new Scale(steps, Collections.nCopies(steps.size(), 0), axis));
  }

  private Optional<Scale> integerScale(String tensor) {
    return Optional.ofNullable(quantizations.get(tensor))
        .filter(q -> q.precision().isInteger() && q.precision().bits() <= 16)
        .flatMap(Quantization::scale);
  }

  /** Whether a bias has one step per element, or one for all, and no element saturates. */
  private static boolean fits(Tensor bias, Scale scale) {
    if (scale.axis().isPresent() && bias.shape().size(0) != scale.steps().size()) {
      return false;
    }
    if (!bias.hasData()) {
      return true;
    }
    float[] values = bias.floats();
    return IntStream.range(0, values.length)
        .allMatch(
            i ->
                Math.abs((double) values[i] / scale.steps().get(scale.steps().size() == 1 ? 0 : i))
                    < TensorPrecision.INT32.max());
  }

  /**
   * The operator set that quantizations need: that of their element types and attributes. For 8
   * bits it is 13 even where there is one step for all: between integers ONNX Runtime rounds float
   * weights and biases itself, with operators that older sets do not have.
   */
  static long requiredOpset(Map<String, Quantization> quantizations) {
    return quantizations.values().stream()
        .mapToLong(QuantizationPlan::requiredOpset)
        .max()
        .orElse(1);
  }

  private static long requiredOpset(Quantization quantization) {
    Precision precision = quantization.precision();
    int stored = TensorPrecision.stored(precision).bits();
    if (!precision.isInteger()) {
      return 6;
    } else if (stored == 4 || stored == 16) {
      return 21;
    }
    return 13;
  }
}
