package dev.pluto.plugins.pruning;

import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;

/**
 * The expected rise of the loss per width.
 *
 * <p>Taylor importance orders the channels of one group well, but its sum says little of how much
 * worse a narrow layer is than another narrow layer: it is of the second order, and widths are cut
 * by half. So the rise is measured at a few widths, and between two of them follows the importance
 * that is lost on the way. Noise of the measurement is removed by taking running maxima: fewer
 * channels are never better.
 */
final class WidthSensitivity {
  /** Measured widths besides the full one; each takes forward passes only. */
  private static final int MEASURED = 5;

  private WidthSensitivity() {}

  /**
   * One rise per setting; the first is 0 and none is below the one before.
   *
   * @param lost importance lost at a width, growing as the width falls
   * @param measured rise of the loss at a setting
   */
  static double[] measure(WidthGrid grid, IntToDoubleFunction lost, IntToDoubleFunction measured) {
    int last = grid.settings() - 1;
    TreeSet<Integer> points = new TreeSet<>();
    for (int i = 1; i <= Math.min(MEASURED, last); i++) {
      points.add((int) Math.round((double) i * last / Math.min(MEASURED, last)));
    }
    double[] rises = new double[grid.settings()];
    int from = 0;
    for (int to : points) {
      rises[to] = Math.max(rises[from], measured.applyAsDouble(to));
      double start = lost.applyAsDouble(grid.width(from));
      double span = lost.applyAsDouble(grid.width(to)) - start;
      for (int setting = from + 1; setting < to; setting++) {
        double share =
            span > 0
                ? (lost.applyAsDouble(grid.width(setting)) - start) / span
                : (double) (grid.width(from) - grid.width(setting))
                    / (grid.width(from) - grid.width(to));
        rises[setting] = rises[from] + share * (rises[to] - rises[from]);
      }
      from = to;
    }
    return rises;
  }
}
