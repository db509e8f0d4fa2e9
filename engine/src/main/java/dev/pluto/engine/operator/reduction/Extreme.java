package dev.pluto.engine.operator.reduction;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Axes;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;
import java.util.stream.IntStream;

/**
 * ArgMax and ArgMin: where along an axis the largest or smallest element stands, the first or the
 * last of equal ones. No gradient passes through them.
 */
public final class Extreme extends ScriptedOperator {
  private final String function;

  private Extreme(String opType, String function) {
    super(opType);
    this.function = function;
  }

  /** Defines ArgMax. */
  public static Extreme largest() {
    return new Extreme("ArgMax", "torch.argmax");
  }

  /** Defines ArgMin. */
  public static Extreme smallest() {
    return new Extreme("ArgMin", "torch.argmin");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    Shape input = context.input(0).shape();
    int reduced = axis(node, input.rank());
    Shape places =
        Shape.of(
            IntStream.range(0, input.rank())
                .filter(axis -> keeps(node) || axis != reduced)
                .mapToLong(axis -> axis == reduced ? 1 : input.size(axis))
                .toArray());
    return List.of(new TensorType(DataType.INT64, places));
  }

  /** The axes that stay pass. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    Shape shape = tracer.type(input).shape();
    int reduced = axis(node, shape.rank());
    ChannelPaths.fix(tracer, input, new int[] {reduced}, "gives a place along it");
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (axis != reduced && shape.size(axis) > 1) {
        int result = axis > reduced && !keeps(node) ? axis - 1 : axis;
        ChannelPaths.pass(tracer, input, axis, node.output(), result);
      }
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    int axis = axis(node, inputs.get(0).getShape().dimension());
    String places = "%s(%s, %d, %s)";
    String keep = Script.bool(keeps(node));
    if (node.intAttribute("select_last_index", 0) == 0) {
      return Script.of(node, places.formatted(function, "x0", axis, keep));
    }
    long last = inputs.get(0).getShape().get(axis) - 1;
    String backward = "torch.flip(x0, [%d])".formatted(axis);
    return Script.of(
        node,
        "torch.rsub(%s, %d)".formatted(places.formatted(function, backward, axis, keep), last));
  }

  private static boolean keeps(Node node) {
    return node.intAttribute("keepdims", 1) != 0;
  }

  private static int axis(Node node, int rank) {
    return Axes.normalize(node.intAttribute("axis", 0), rank);
  }
}
