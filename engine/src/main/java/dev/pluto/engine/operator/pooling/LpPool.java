package dev.pluto.engine.operator.pooling;

import static dev.pluto.engine.operator.base.Script.ints;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;
import java.util.stream.LongStream;

/** LpPool: the norm of order p of every window, padding as zeros. */
public final class LpPool extends ScriptedOperator {
  /** Defines LpPool. */
  public LpPool() {
    super("LpPool");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    if (node.intAttribute("p", 2) < 1) {
      throw new IllegalArgumentException("p is " + node.intAttribute("p", 2));
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
    long order = node.intAttribute("p", 2);
    long taps = LongStream.of(pool.window().kernel()).reduce(1, Math::multiplyExact);
    String powers =
        "powers = torch.constant_pad_nd(torch.pow(torch.abs(x0), %d), %s, 0)"
            .formatted(order, ints(pool.torchPads()));
    // The root has no slope at zero.
    return Script.of(
        node,
        List.of(powers),
        "torch.pow(torch.clamp_min(torch.mul(%s, %d), %s), %s)"
            .formatted(
                WindowMean.of("powers", pool),
                taps,
                Script.number(Float.MIN_NORMAL),
                Script.number(1.0 / order)));
  }
}
