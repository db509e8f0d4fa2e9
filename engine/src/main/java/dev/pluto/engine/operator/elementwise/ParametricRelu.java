package dev.pluto.engine.operator.elementwise;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Broadcasting;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;

/** PRelu: x where x is positive, slope · x elsewhere; the slopes stretch to the shape of x. */
public final class ParametricRelu extends ScriptedOperator {
  /** Defines PRelu. */
  public ParametricRelu() {
    super("PRelu");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    Shape input = context.input(0).shape();
    Shape slopes = context.input(1).shape();
    if (!Broadcasting.shape(List.of(input, slopes)).equals(input)) {
      throw new IllegalArgumentException(
          "slopes %s do not stretch to %s".formatted(slopes, input));
    }
    return List.of(context.input(0));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    Broadcasting.trace(tracer, node.inputs(), node.output());
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    return Script.of(node, "torch.where(torch.gt(x0, 0), x0, torch.mul(x0, x1))");
  }
}
