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

/** LpNormalization: every vector along an axis divided by its norm of order 1 or 2. */
public final class LpNormalization extends ScriptedOperator {
  /** Defines LpNormalization. */
  public LpNormalization() {
    super("LpNormalization");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    axis(node, context.input(0).shape().rank());
    long order = order(node);
    if (order != 1 && order != 2) {
      throw new IllegalArgumentException("p is %d, not 1 or 2".formatted(order));
    }
    return List.of(context.input(0));
  }

  /** The other axes pass. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    Shape shape = tracer.type(input).shape();
    int normalized = axis(node, shape.rank());
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (axis != normalized && shape.size(axis) > 1) {
        ChannelPaths.pass(tracer, input, axis, node.output(), axis);
      }
    }
    ChannelPaths.fix(tracer, input, new int[] {normalized}, "normalizes over it");
  }

  /** Vectors of zeros stay as they are. */
  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    int axis = axis(node, inputs.get(0).getShape().dimension());
    return Script.of(
        node,
        "torch.div(x0, torch.clamp_min(torch.linalg_vector_norm(x0, %d, [%d], True), %s))"
            .formatted(order(node), axis, Script.number(Float.MIN_NORMAL)));
  }

  private static long order(Node node) {
    return node.intAttribute("p", 2);
  }

  private static int axis(Node node, int rank) {
    return Axes.normalize(node.intAttribute("axis", -1), rank);
  }
}
