package dev.pluto.engine.operator.pooling;

import static dev.pluto.engine.operator.base.Script.ints;

import dev.pluto.engine.operator.base.Window;
import java.util.stream.LongStream;

/** The mean of every window of a feature map, as TorchScript expressions. */
final class WindowMean {
  private WindowMean() {}

  /**
   * The mean over whole windows.
   *
   * @param map variable with a feature map [N, C, spatial…] that is padded already
   */
  static String of(String map, PoolGeometry pool) {
    Window window = pool.window();
    if (LongStream.of(window.dilations()).allMatch(distance -> distance == 1)) {
      return "torch.avg_pool%dd(%s, %s, %s)"
          .formatted(window.axes(), map, ints(window.kernel()), ints(window.strides()));
    }
    long taps = LongStream.of(window.kernel()).reduce(1, Math::multiplyExact);
    return "torch.div(%s, %d)".formatted(sum(map, pool, 0), taps);
  }

  /** PyTorch's means know no dilation: the taps are slices, summed axis by axis. */
  private static String sum(String map, PoolGeometry pool, int axis) {
    Window window = pool.window();
    if (axis == window.axes()) {
      return map;
    }
    long stride = window.strides()[axis];
    long reach = (pool.positions()[axis] - 1) * stride + 1;
    String sum = "";
    for (long tap = 0; tap < window.kernel()[axis]; tap++) {
      long first = tap * window.dilations()[axis];
      String slice =
          "torch.slice(%s, %d, %d, %d, %d)".formatted(map, axis + 2, first, first + reach, stride);
      String term = sum(slice, pool, axis + 1);
      sum = sum.isEmpty() ? term : "torch.add(%s, %s)".formatted(sum, term);
    }
    return sum;
  }
}
