package dev.pluto.engine.operator.reduction;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Axes;
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
import java.util.List;
import java.util.Optional;

/** CumSum: the sum of all elements up to each one along an axis, from the front or the end. */
public final class CumulativeSum extends ScriptedOperator {
  /** Defines CumSum. */
  public CumulativeSum() {
    super("CumSum");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    axis(Inputs.integers(context, 1, "the axis"), context.input(0).shape().rank());
    return List.of(context.input(0));
  }

  /** The other axes pass. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    Shape shape = tracer.type(input).shape();
    int summed = axis(tracer.constant(node.inputs().get(1)).map(Tensor::longs), shape.rank());
    ChannelPaths.fix(tracer, input, new int[] {summed}, "sums along it");
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (axis != summed && shape.size(axis) > 1) {
        ChannelPaths.pass(tracer, input, axis, node.output(), axis);
      }
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    int axis = axis(Inputs.integers(node, inputs, 1), inputs.get(0).getShape().dimension());
    boolean backward = node.intAttribute("reverse", 0) != 0;
    String flip = "torch.flip(%s, [" + axis + "])";
    String values = backward ? flip.formatted("x0") : "x0";
    String sum = "torch.cumsum(%s, %d)".formatted(values, axis);
    if (node.intAttribute("exclusive", 0) != 0) {
      sum = "torch.sub(%s, %s)".formatted(sum, values);
    }
    return Script.of(node, backward ? flip.formatted(sum) : sum);
  }

  private static int axis(Optional<long[]> given, int rank) {
    return Axes.normalize(
        given.orElseThrow(() -> new IllegalArgumentException("the axis is missing"))[0], rank);
  }
}
