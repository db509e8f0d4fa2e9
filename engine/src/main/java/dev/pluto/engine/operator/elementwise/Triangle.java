package dev.pluto.engine.operator.elementwise;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;

/** Trilu: the upper or lower triangle of the last two axes, zeros elsewhere. */
public final class Triangle extends ScriptedOperator {
  /** Defines Trilu. */
  public Triangle() {
    super("Trilu");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    if (context.input(0).shape().rank() < 2) {
      throw new IllegalArgumentException("no matrix: " + context.input(0).shape());
    }
    return List.of(context.input(0));
  }

  /** The axes in front of the matrices pass. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    Shape shape = tracer.type(input).shape();
    for (int axis = 0; axis < shape.rank() - 2; axis++) {
      if (shape.size(axis) > 1) {
        ChannelPaths.pass(tracer, input, axis, node.output(), axis);
      }
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    long diagonal = Inputs.integers(node, inputs, 1).map(k -> k[0]).orElse(0L);
    boolean upper = node.intAttribute("upper", 1) != 0;
    return Script.of(node, "torch.%s(x0, %d)".formatted(upper ? "triu" : "tril", diagonal));
  }
}
