package dev.pluto.engine.operator.pooling;

import static dev.pluto.engine.operator.base.Script.bool;
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
import java.util.stream.LongStream;

/**
 * AveragePool: the mean of every window. Padding counts as zeros if {@code count_include_pad} is
 * set and is left out of the mean otherwise; what a window overhangs in {@code ceil_mode} is always
 * left out.
 */
public final class AveragePool extends ScriptedOperator {
  /** Defines AveragePool. */
  public AveragePool() {
    super("AveragePool");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    if (LongStream.of(node.intsAttribute("dilations").orElse(new long[0])).anyMatch(d -> d != 1)) {
      throw new IllegalArgumentException("dilations are not supported");
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
    boolean countPads = node.intAttribute("count_include_pad", 0) != 0;
    if (pool.isNative()) {
      return Script.of(node, mean("x0", window, countPads));
    }
    // The mean over zero-padded windows, divided by the share of each window that counts.
    String padded = "torch.constant_pad_nd(%s, %s, %d)";
    String ones =
        "torch.ones(%s, dtype=x0.dtype, device=x0.device)"
            .formatted(ints(Window.featureMap(1, 1, pool.spatial()).sizes()));
    long[] pads = Window.torchPads(window.begin(), window.end());
    String counted =
        padded.formatted(
            padded.formatted(ones, ints(pads), countPads ? 1 : 0),
            ints(Window.torchPads(new long[window.axes()], pool.overhang())),
            0);
    return Script.of(
        node,
        "torch.div(%s, %s)"
            .formatted(
                mean(padded.formatted("x0", ints(pool.torchPads()), 0), window.withoutPads(), true),
                mean(counted, window.withoutPads(), true)));
  }

  private static String mean(String map, Window window, boolean countPads) {
    return "torch.avg_pool%dd(%s, %s, %s, %s, False, %s)"
        .formatted(
            window.axes(),
            map,
            ints(window.kernel()),
            ints(window.strides()),
            ints(window.begin()),
            bool(countPads));
  }
}
