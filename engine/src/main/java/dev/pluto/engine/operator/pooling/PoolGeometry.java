package dev.pluto.engine.operator.pooling;

import ai.djl.ndarray.NDArray;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Window;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The windows of a pool on one feature map.
 *
 * @param window kernel and padding
 * @param spatial sizes of the feature map
 * @param positions output sizes
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, compared by nobody
record PoolGeometry(Window window, long[] spatial, long[] positions) {

  static PoolGeometry of(Node node, NDArray featureMap) {
    return of(node, Shape.of(Inputs.sizes(featureMap)));
  }

  private static PoolGeometry of(Node node, Shape featureMap) {
    long[] spatial = Window.spatial(featureMap);
    long[] kernel =
        node.intsAttribute("kernel_shape")
            .orElseThrow(() -> new IllegalArgumentException("kernel_shape is missing"));
    Window window = Window.of(node, kernel, spatial);
    long[] positions =
        node.intAttribute("ceil_mode", 0) != 0
            ? window.overhangingPositions(spatial)
            : window.positions(spatial);
    return new PoolGeometry(window, spatial, positions);
  }

  static List<TensorType> infer(Node node, InferenceContext context) {
    Shape input = context.input(0).shape();
    Shape output =
        Window.featureMap(input.size(0), input.size(1), of(node, input).positions());
    return List.of(new TensorType(context.input(0).dataType(), output));
  }

  /** Every channel is pooled on its own. */
  static void trace(Node node, ChannelTracer tracer) {
    ChannelPaths.pass(tracer, node.inputs().get(0), 1, node.output(), 1);
  }

  /** Elements per axis that the last window overhangs behind the padding. */
  long[] overhang() {
    return IntStream.range(0, spatial.length)
        .mapToLong(
            i -> {
              long reach = (positions[i] - 1) * window.strides()[i] + window.extent(i);
              return Math.max(0, reach - window.begin()[i] - spatial[i] - window.end()[i]);
            })
        .toArray();
  }

  /** Whether PyTorch's own padding does: equal at both ends and at most half a window. */
  boolean isNative() {
    return window.isSymmetric()
        && LongStream.of(overhang()).allMatch(elements -> elements == 0)
        && IntStream.range(0, window.axes())
            .allMatch(i -> 2 * window.begin()[i] <= window.kernel()[i]);
  }

  /** Padding and overhang in PyTorch's order. */
  long[] torchPads() {
    long[] overhang = overhang();
    return Window.torchPads(
        window.begin(),
        IntStream.range(0, overhang.length)
            .mapToLong(i -> window.end()[i] + overhang[i])
            .toArray());
  }
}
