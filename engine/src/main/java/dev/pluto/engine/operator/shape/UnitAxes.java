package dev.pluto.engine.operator.shape;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Axes;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Squeeze and Unsqueeze: take away axes of size 1 or put them in. The axes are an attribute, since
 * operator set 13 an input.
 */
public final class UnitAxes extends ScriptedOperator {
  private final boolean insert;

  private UnitAxes(String opType, boolean insert) {
    super(opType);
    this.insert = insert;
  }

  /** Defines Squeeze. */
  public static UnitAxes squeeze() {
    return new UnitAxes("Squeeze", false);
  }

  /** Defines Unsqueeze. */
  public static UnitAxes unsqueeze() {
    return new UnitAxes("Unsqueeze", true);
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType input = context.input(0);
    Optional<long[]> axes =
        node.intsAttribute("axes").or(() -> Inputs.integers(context, 1, "the axes"));
    return List.of(new TensorType(input.dataType(), result(input.shape(), axes)));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    Regrouping.trace(tracer, node.inputs().get(0), node.output());
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Shape input = Shape.of(Inputs.sizes(inputs.get(0)));
    Optional<long[]> axes = node.intsAttribute("axes").or(() -> Inputs.integers(node, inputs, 1));
    return Script.of(
        node, "torch.reshape(x0, %s)".formatted(Script.ints(result(input, axes).sizes())));
  }

  private Shape result(Shape input, Optional<long[]> axes) {
    return insert ? inserted(input, axes) : removed(input, axes);
  }

  private static Shape inserted(Shape input, Optional<long[]> given) {
    long[] wanted = given.orElseThrow(() -> new IllegalArgumentException("the axes are missing"));
    int rank = input.rank() + wanted.length;
    int[] axes = Axes.normalize(wanted, rank);
    if (axes.length != wanted.length) {
      throw new IllegalArgumentException("an axis is given twice: " + Arrays.toString(wanted));
    }
    long[] sizes = new long[rank];
    int next = 0;
    for (int axis = 0; axis < rank; axis++) {
      sizes[axis] = Axes.contains(axes, axis) ? 1 : input.size(next++);
    }
    return Shape.of(sizes);
  }

  private static Shape removed(Shape input, Optional<long[]> given) {
    int[] axes =
        given
            .map(wanted -> Axes.normalize(wanted, input.rank()))
            .orElseGet(
                () -> IntStream.range(0, input.rank()).filter(i -> input.size(i) == 1).toArray());
    for (int axis : axes) {
      if (input.size(axis) != 1) {
        throw new IllegalArgumentException("axis %d of %s is not 1".formatted(axis, input));
      }
    }
    return Shape.of(
        IntStream.range(0, input.rank())
            .filter(axis -> !Axes.contains(axes, axis))
            .mapToLong(input::size)
            .toArray());
  }
}
