package dev.pluto.engine.operator.elementwise;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.spi.graph.Choice;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import dev.pluto.spi.operator.OperatorDefinition;
import dev.pluto.spi.operator.OperatorKey;
import java.util.List;

/**
 * {@link Choice}: branches of one type, of which one is the output. Channels of all branches go
 * together, since each of them may be the one that others are added to.
 */
public final class Selection implements OperatorDefinition {
  @Override
  public OperatorKey key() {
    return new OperatorKey(Choice.DOMAIN, Choice.OP_TYPE);
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    for (int branch = 1; branch < node.inputs().size(); branch++) {
      if (!context.input(branch).equals(context.input(0))) {
        throw new IllegalArgumentException(
            "branch %d gives %s, the first one %s"
                .formatted(branch, context.input(branch), context.input(0)));
      }
    }
    return List.of(context.input(0));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    node.inputs().forEach(branch -> ChannelPaths.passAll(tracer, branch, node.output()));
  }

  /** Passes on the branch that was computed. */
  @Override
  public NDList forward(Node node, NDList inputs, ForwardContext context) {
    return new NDList(inputs.get(0));
  }
}
