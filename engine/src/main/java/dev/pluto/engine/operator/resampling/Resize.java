package dev.pluto.engine.operator.resampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Resize, and Upsample, its form before operator set 10: axes enlarged or shrunk by factors or to
 * sizes, with the nearest element or linear or cubic interpolation between elements.
 */
public final class Resize extends ScriptedOperator {
  private Resize(String opType) {
    super(opType);
  }

  /** Defines Resize. */
  public static Resize resize() {
    return new Resize("Resize");
  }

  /** Defines Upsample. */
  public static Resize upsample() {
    return new Resize("Upsample");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType data = context.input(0);
    interpolation(node);
    List<ScaledAxis> axes =
        ResizeArguments.of(node, data.shape().rank(), i -> given(node, context, i))
            .scaled(node, data.shape());
    Shape resized = Shape.of(axes.stream().mapToLong(ScaledAxis::result).toArray());
    return List.of(new TensorType(data.dataType(), resized));
  }

  /** Inputs that are not used are often present and empty. */
  private static Optional<Tensor> given(Node node, InferenceContext context, int index) {
    if (node.input(index).isEmpty() || context.input(index).shape().elements() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        context
            .constant(index)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "scales, sizes or region depend on the data of the samples")));
  }

  private static Interpolation interpolation(Node node) {
    return ResizeArguments.isFirstVersion(node)
        ? Interpolation.ofFirstVersions(node)
        : Interpolation.of(node);
  }

  /** Axes that keep their size pass, and sizes that are written into the model follow them. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String data = node.inputs().get(0);
    Shape shape = tracer.type(data).shape();
    ResizeArguments arguments =
        ResizeArguments.of(
            node,
            shape.rank(),
            i ->
                node.input(i)
                    .flatMap(tracer::constant)
                    .filter(tensor -> tensor.shape().elements() > 0));
    List<ScaledAxis> axes = arguments.scaled(node, shape);
    boolean bySize = arguments.scales().isEmpty();
    int source = bySize ? ResizeArguments.SIZES : ResizeArguments.scales(node);
    boolean written = node.input(source).map(tracer::isInitializer).orElse(true);
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.size(axis) < 2 || !axes.get(axis).isUnchanged()) {
        continue;
      }
      int number = axis;
      int entry =
          IntStream.range(0, arguments.axes().length)
              .filter(i -> arguments.axes()[i] == number)
              .findFirst()
              .orElse(-1);
      if (!written && entry >= 0) {
        tracer.fix(tracer.channels(data, axis), "computes the sizes that it resizes to");
        continue;
      }
      ChannelPaths.pass(tracer, data, axis, node.output(), axis);
      if (bySize && entry >= 0) {
        tracer.countsInConstant(
            node.inputs().get(source), entry, tracer.channels(node.output(), axis));
      }
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Shape data = Shape.of(Inputs.sizes(inputs.get(0)));
    List<ScaledAxis> axes =
        ResizeArguments.of(node, data.rank(), i -> given(node, inputs, i)).scaled(node, data);
    if (axes.stream().allMatch(axis -> axis.result() == axis.size())) {
      // ONNX Runtime copies where no size changes, even if the factors are not 1.
      return Script.of(node, "torch.alias(x0)");
    }
    Interpolation interpolation = interpolation(node);
    List<Taps> taps = axes.stream().map(a -> interpolation.taps(a)).toList();
    Optional<String> known = PlaneResize.expression(interpolation, axes, taps);
    if (known.isPresent()) {
      return Script.of(node, known.get());
    }
    List<String> assignments = new ArrayList<>();
    String map = "x0";
    for (int axis = 0; axis < axes.size(); axis++) {
      if (!axes.get(axis).isUnchanged()) {
        String next = "y" + axis;
        assignments.add(next + " = " + along(map, axis, axes.size(), taps.get(axis)));
        map = next;
      }
    }
    float outside = node.floatAttribute("extrapolation_value", 0);
    if (interpolation.extrapolates() && outside != 0) {
      map = "torch.add(%s, %s)".formatted(map, missing(axes, taps, outside));
    }
    return Script.of(node, assignments, map);
  }

  private static Optional<Tensor> given(Node node, NDList inputs, int index) {
    return Inputs.array(node, inputs, index)
        .filter(array -> array.size() > 0)
        .map(array -> tensor(array));
  }

  private static Tensor tensor(NDArray array) {
    Shape shape = Shape.of(Inputs.sizes(array));
    return array.getDataType().isFloating()
        ? Tensor.ofFloats(shape, array.toFloatArray())
        : Tensor.ofLongs(shape, array.toLongArray());
  }

  /** The weighted sum of the taps of one axis. */
  private static String along(String map, int axis, int rank, Taps taps) {
    String sum = "";
    for (int row = 0; row < taps.rows(); row++) {
      String term =
          "torch.index_select(%s, %d, %s)".formatted(map, axis, Script.vector(taps.indices(row)));
      if (!taps.isSelection()) {
        term = "torch.mul(%s, %s)".formatted(term, standing(taps.weights(row), axis, rank));
      }
      sum = sum.isEmpty() ? term : "torch.add(%s, %s)".formatted(sum, term);
    }
    return sum;
  }

  /** A vector along an axis, which stretches over the others. */
  private static String standing(float[] vector, int axis, int rank) {
    long[] shape = new long[rank - axis];
    Arrays.fill(shape, 1);
    shape[0] = vector.length;
    return "torch.reshape(%s, %s)".formatted(Script.vector(vector), Script.ints(shape));
  }

  /** What is added where a position lies outside: there all taps of some axis have no weight. */
  private static String missing(List<ScaledAxis> axes, List<Taps> taps, float outside) {
    String inside = "1";
    for (int axis = 0; axis < axes.size(); axis++) {
      inside =
          "torch.mul(%s, %s)".formatted(standing(taps.get(axis).sums(), axis, axes.size()), inside);
    }
    return "torch.mul(torch.sub(torch.ones_like(%s), %s), %s)"
        .formatted(inside, inside, Script.number(outside));
  }
}
