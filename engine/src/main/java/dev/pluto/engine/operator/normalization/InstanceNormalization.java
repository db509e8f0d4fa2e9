package dev.pluto.engine.operator.normalization;

import static dev.pluto.engine.operator.base.Script.number;

import ai.djl.ndarray.NDList;
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

/**
 * InstanceNormalization: every channel [N, C, spatial…] normalized over its positions, then scaled
 * and shifted by vectors [C] (Ulyanov et al. 2016).
 */
public final class InstanceNormalization extends ScriptedOperator {
  /** Defines InstanceNormalization. */
  public InstanceNormalization() {
    super("InstanceNormalization");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    Shape input = context.input(0).shape();
    for (int i = 1; i <= 2; i++) {
      if (input.rank() < 3 || !context.input(i).shape().equals(Shape.of(input.size(1)))) {
        throw new IllegalArgumentException(
            "scale or shift %s for input %s".formatted(context.input(i).shape(), input));
      }
    }
    return List.of(context.input(0));
  }

  /** Every channel is normalized on its own. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    ChannelPaths.pass(tracer, node.inputs().get(0), 1, node.output(), 1);
    ChannelPaths.pass(tracer, node.inputs().get(1), 0, node.output(), 1);
    ChannelPaths.pass(tracer, node.inputs().get(2), 0, node.output(), 1);
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    return Script.of(
        node,
        "torch.instance_norm(x0, x1, x2, None, None, True, 0.0, %s, True)"
            .formatted(number(node.floatAttribute("epsilon", 1e-5f))));
  }
}
