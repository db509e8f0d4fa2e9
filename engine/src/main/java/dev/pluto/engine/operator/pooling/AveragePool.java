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
    if (pool.isNative() && LongStream.of(window.dilations()).allMatch(d -> d == 1)) {
      return Script.of(
          node,
          "torch.avg_pool%dd(x0, %s, %s, %s, False, %s)"
              .formatted(
                  window.axes(),
                  ints(window.kernel()),
                  ints(window.strides()),
                  ints(window.begin()),
                  bool(countPads)));
    }
    // The mean over zero-padded windows, divided by the share of each window that counts.
    String padded = "torch.constant_pad_nd(%s, %s, %d)";
    String ones =
        "torch.ones(%s, dtype=x0.dtype, device=x0.device)"
            .formatted(ints(Window.featureMap(1, 1, pool.spatial()).sizes()));
    String counted =
        padded.formatted(
            ones, ints(Window.torchPads(window.begin(), window.end())), countPads ? 1 : 0);
    String overhanging =
        padded.formatted(
            counted, ints(Window.torchPads(new long[window.axes()], pool.overhang())), 0);
    return Script.of(
        node,
        List.of(
            "padded = " + padded.formatted("x0", ints(pool.torchPads()), 0),
            "counted = " + overhanging),
        "torch.div(%s, %s)"
            .formatted(WindowMean.of("padded", pool), WindowMean.of("counted", pool)));
  }
}
