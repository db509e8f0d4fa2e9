package dev.pluto.engine.operator.indexing;

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
import dev.pluto.spi.operator.Channels;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Slice: ranges of axes, forward or backward, every step-th index. Starts, ends and axes are
 * attributes, since operator set 10 inputs.
 */
public final class Slice extends ScriptedOperator {
  private static final List<String> PARAMETERS = List.of("data", "starts", "ends", "axes", "steps");
  private static final int STARTS = 1;
  private static final int ENDS = 2;

  /** Defines Slice. */
  public Slice() {
    super("Slice");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType data = context.input(0);
    Shape shape = data.shape();
    List<SliceRange> ranges =
        ranges(node, shape, i -> Inputs.integers(context, i, "the " + PARAMETERS.get(i)));
    for (SliceRange range : ranges) {
      shape = shape.with(range.axis(), range.count());
    }
    return List.of(new TensorType(data.dataType(), shape));
  }

  /**
   * Ranges of neighbouring channels that are written into the model follow their channels; other
   * ranges need their axis whole.
   */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String data = node.inputs().get(0);
    Shape shape = tracer.type(data).shape();
    boolean written = isWritten(node, tracer);
    Map<Integer, SliceRange> ranges =
        ranges(node, shape, i -> node.input(i).flatMap(tracer::constant).map(Tensor::longs))
            .stream()
            .collect(Collectors.toMap(SliceRange::axis, range -> range));
    for (int axis = 0; axis < shape.rank(); axis++) {
      SliceRange range = ranges.get(axis);
      if (shape.size(axis) < 2) {
        continue;
      }
      if (range == null || (written && range.isWhole(shape.size(axis)))) {
        ChannelPaths.pass(tracer, data, axis, node.output(), axis);
      } else {
        trace(node, tracer, range, written);
      }
    }
  }

  private static void trace(Node node, ChannelTracer tracer, SliceRange range, boolean written) {
    String data = node.inputs().get(0);
    int axis = range.axis();
    Channels whole = tracer.channels(data, axis);
    if (!written || range.step() != 1 || range.count() == 0) {
      tracer.fix(
          whole,
          written ? "takes every few of its indices" : "computes which of its indices it takes");
      return;
    }
    int start = Math.toIntExact(range.start());
    int end = Math.toIntExact(range.end());
    ChannelPaths.operand(tracer, data, axis);
    tracer.carry(node.output(), axis);
    tracer.tie(whole.slice(start, end), tracer.channels(node.output(), axis));
    count(node, tracer, STARTS, range.entry(), whole, start);
    count(node, tracer, ENDS, range.entry(), whole, end);
  }

  /** A bound counts the channels in front of it. */
  private static void count(
      Node node, ChannelTracer tracer, int parameter, int entry, Channels whole, int bound) {
    String name = PARAMETERS.get(parameter);
    boolean attribute = node.intsAttribute(name).isPresent();
    long written =
        attribute
            ? node.intsAttribute(name).orElseThrow()[entry]
            : tracer.constant(node.inputs().get(parameter)).orElseThrow().longs()[entry];
    if (written == 0 || written >= whole.size()) {
      return;
    }
    if (attribute) {
      tracer.countsInAttribute(name, entry, whole.slice(0, bound));
    } else {
      tracer.countsInConstant(node.inputs().get(parameter), entry, whole.slice(0, bound));
    }
  }

  private static boolean isWritten(Node node, ChannelTracer tracer) {
    return node.inputs().stream()
        .skip(1)
        .allMatch(input -> input.isEmpty() || tracer.isInitializer(input));
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Shape shape = Shape.of(Inputs.sizes(inputs.get(0)));
    String expression = "x0";
    for (SliceRange range : ranges(node, shape, i -> Inputs.integers(node, inputs, i))) {
      long last = shape.size(range.axis()) - 1;
      // PyTorch has forward steps only.
      expression =
          range.step() > 0
              ? sliced(expression, range.axis(), range.start(), range.end(), range.step())
              : sliced(
                  "torch.flip(%s, [%d])".formatted(expression, range.axis()),
                  range.axis(),
                  last - range.start(),
                  last - range.end(),
                  -range.step());
    }
    return Script.of(node, expression.equals("x0") ? "torch.alias(x0)" : expression);
  }

  private static String sliced(String tensor, int axis, long start, long end, long step) {
    return "torch.slice(%s, %d, %d, %d, %d)"
        .formatted(tensor, axis, start, Math.max(start, end), step);
  }

  private static List<SliceRange> ranges(
      Node node, Shape shape, Function<Integer, Optional<long[]>> input) {
    Function<Integer, Optional<long[]>> given =
        i -> node.intsAttribute(PARAMETERS.get(i)).or(() -> input.apply(i));
    long[] starts = required(given, STARTS);
    return SliceRange.of(shape, starts, required(given, ENDS), given.apply(3), given.apply(4));
  }

  private static long[] required(Function<Integer, Optional<long[]>> given, int parameter) {
    return given
        .apply(parameter)
        .orElseThrow(
            () ->
                new IllegalArgumentException("the " + PARAMETERS.get(parameter) + " are missing"));
  }
}
