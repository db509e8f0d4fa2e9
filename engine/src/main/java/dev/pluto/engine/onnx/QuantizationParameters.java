package dev.pluto.engine.onnx;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Quantization.Scale;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads type, scale and zero point off QuantizeLinear and DequantizeLinear nodes. */
final class QuantizationParameters {
  private static final int DEFAULT_AXIS = 1;

  private QuantizationParameters() {}

  /**
   * The quantization that a node stands for; empty where it is in no form that a {@link
   * Quantization} expresses: a computed scale, blocks, 8-bit floats, another type than float.
   *
   * @param integers type of the integers where it is known otherwise than from the zero point
   * @param shape shape of the quantized tensor, if known
   */
  static Optional<Quantization> of(
      Graph graph, Node node, Optional<DataType> integers, Optional<Shape> shape) {
    Optional<Tensor> scale = node.input(1).flatMap(graph::initializer);
    Optional<Tensor> zeroPoint = node.input(2).flatMap(graph::initializer);
    boolean usable =
        scale.isPresent()
            && zeroPoint.isPresent() == node.input(2).isPresent()
            && scale.get().dataType() == DataType.FLOAT
            && scale.get().shape().rank() <= 1
            && node.intAttribute("block_size", 0) == 0
            && zeroPoint
                .map(z -> z.shape().elements() == scale.get().shape().elements())
                .orElse(true);
    if (!usable) {
      return Optional.empty();
    }
    DataType type =
        integers.or(() -> zeroPoint.map(Tensor::dataType)).orElseGet(() -> declared(node));
    Optional<Precision> precision = TensorPrecision.of(type).filter(Precision::isInteger);
    if (zeroPoint.isPresent() && zeroPoint.get().dataType() != type) {
      return Optional.empty();
    }
    Optional<OptionalInt> axis = axis(node, scale.get().shape(), shape);
    if (precision.isEmpty() || axis.isEmpty()) {
      return Optional.empty();
    }
    return scale(scale.get(), zeroPoint, axis.get())
        .map(s -> new Quantization(precision.get(), Optional.of(s)));
  }

  /** What QuantizeLinear gives without a zero point. */
  private static DataType declared(Node node) {
    long type = node.intAttribute("output_dtype", 0);
    return type == 0 ? DataType.UINT8 : DataType.ofOnnx((int) type).orElse(DataType.STRING);
  }

  /** The axis of the steps, none if there is one step; empty if it cannot be told. */
  private static Optional<OptionalInt> axis(Node node, Shape scale, Optional<Shape> tensor) {
    boolean single = scale.elements() == 1;
    if (scale.rank() == 0 || (single && !node.attributes().containsKey("axis"))) {
      return Optional.of(OptionalInt.empty());
    }
    long axis = node.intAttribute("axis", DEFAULT_AXIS);
    if (axis < 0 && tensor.isPresent()) {
      axis += tensor.get().rank();
    }
    int rank = tensor.map(Shape::rank).orElse(Integer.MAX_VALUE);
    if (axis < 0 || axis >= rank) {
      return Optional.empty();
    }
    int position = (int) axis;
    if (tensor.isPresent() && tensor.get().size(position) != scale.elements()) {
      return single ? Optional.of(OptionalInt.empty()) : Optional.empty();
    }
    return Optional.of(OptionalInt.of(position));
  }

  private static Optional<Scale> scale(Tensor scale, Optional<Tensor> zeroPoint, OptionalInt axis) {
    List<Float> steps = new ArrayList<>();
    for (float step : scale.floats()) {
      steps.add(step);
    }
    List<Integer> zeroPoints = Collections.nCopies(steps.size(), 0);
    if (zeroPoint.isPresent()) {
      zeroPoints = new ArrayList<>();
      for (long z : zeroPoint.get().longs()) {
        zeroPoints.add((int) z);
      }
    }
    boolean valid = !steps.isEmpty() && steps.stream().allMatch(s -> s > 0 && Float.isFinite(s));
    return valid ? Optional.of(new Scale(steps, zeroPoints, axis)) : Optional.empty();
  }
}
