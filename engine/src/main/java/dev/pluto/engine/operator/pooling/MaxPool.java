package dev.pluto.engine.operator.pooling;

import static dev.pluto.engine.operator.base.Script.ints;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.engine.operator.base.Window;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;

/** MaxPool with its first output: the maximum of every window, padding ignored. */
public final class MaxPool extends ScriptedOperator {
  /** Defines MaxPool. */
  public MaxPool() {
    super("MaxPool");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    if (node.outputs().size() > 1) {
      throw new IllegalArgumentException("the output Indices is not supported");
    }
    return PoolGeometry.infer(node, context);
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    PoolGeometry.trace(node, tracer);
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    PoolGeometry pool = PoolGeometry.of(node, inputs.get(0));
    Window window = pool.window();
    String map = "x0";
    if (!pool.isNative()) {
      map =
          "torch.constant_pad_nd(x0, %s, %s)"
              .formatted(ints(pool.torchPads()), Script.number(Double.NEGATIVE_INFINITY));
      window = window.withoutPads();
    }
    return Script.of(
        node,
        "torch.max_pool%dd(%s, %s, %s, %s, %s, False)"
            .formatted(
                window.axes(),
                map,
                ints(window.kernel()),
                ints(window.strides()),
                ints(window.begin()),
                ints(window.dilations())));
  }
}
