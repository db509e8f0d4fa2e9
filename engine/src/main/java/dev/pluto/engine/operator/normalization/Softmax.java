package dev.pluto.engine.operator.normalization;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Axes;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Softmax and LogSoftmax. Since operator set 13 they normalize over one axis (default: the last),
 * before over that axis (default: 1) and all behind it together.
 */
public final class Softmax extends ScriptedOperator {
  private static final int ONE_AXIS = 13;

  private final String function;

  private Softmax(String opType, String function) {
    super(opType);
    this.function = function;
  }

  /** Defines Softmax. */
  public static Softmax linear() {
    return new Softmax("Softmax", "softmax");
  }

  /** Defines LogSoftmax. */
  public static Softmax logarithmic() {
    return new Softmax("LogSoftmax", "log_softmax");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    axis(node, context.input(0).shape().rank(), context.opset());
    return List.of(context.input(0));
  }

  /** The axes that are not normalized over pass. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    Shape shape = tracer.type(input).shape();
    int first = axis(node, shape.rank(), tracer.opset());
    int[] normalized =
        IntStream.range(first, tracer.opset() >= ONE_AXIS ? first + 1 : shape.rank()).toArray();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!Axes.contains(normalized, axis) && shape.size(axis) > 1) {
        ChannelPaths.pass(tracer, input, axis, node.output(), axis);
      }
    }
    ChannelPaths.fix(tracer, input, normalized, "normalizes over it");
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    int rank = inputs.get(0).getShape().dimension();
    int axis = axis(node, rank, context.opset());
    if (context.opset() >= ONE_AXIS || axis == rank - 1) {
      return Script.of(node, "torch.%s(x0, %d)".formatted(function, axis));
    }
    return Script.of(
        node,
        "torch.view_as(torch.%s(torch.flatten(x0, %d), %d), x0)".formatted(function, axis, axis));
  }

  private static int axis(Node node, int rank, long opset) {
    return Axes.normalize(node.intAttribute("axis", opset >= ONE_AXIS ? -1 : 1), rank);
  }
}
