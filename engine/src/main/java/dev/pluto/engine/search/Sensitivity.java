package dev.pluto.engine.search;

import java.util.Arrays;

/**
 * The sensitivity table: by how much the task loss is expected to rise with each setting of each
 * decision, before any recovery.
 *
 * @param losses by decision and setting; the first setting has 0
 * @param originalLoss mean task loss of the unchanged model
 * @param scale loss that counts as 1: the larger of the original loss and the median positive rise
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Sensitivity(double[][] losses, double originalLoss, double scale) {
  /** Batches on which gradients are looked at. */
  static final int GRADIENT_BATCHES = 20;

  /** What the largest change of a decision costs at least, in units of the scale. */
  private static final double SMALL_CHANGE = 1e-4;

  /** A model without any loss left still needs a scale. */
  private static final double SMALLEST_SCALE = 1e-6;

  /**
   * A table and the scale that follows from it.
   *
   * @param losses by decision and setting
   * @param originalLoss mean task loss of the unchanged model
   */
  static Sensitivity of(double[][] losses, double originalLoss) {
    double[] rises =
        Arrays.stream(losses)
            .flatMapToDouble(Arrays::stream)
            .filter(rise -> rise > 0)
            .sorted()
            .toArray();
    double median = rises.length == 0 ? 0 : rises[rises.length / 2];
    double scale = Math.max(SMALLEST_SCALE, Math.max(originalLoss, median));
    return new Sensitivity(losses, originalLoss, scale);
  }

  /**
   * The table in units of the scale. Of settings that measure alike the one that changes less is a
   * little better, so that what a budget leaves is used.
   */
  public double[][] scaled() {
    double[][] scaled = new double[losses.length][];
    for (int d = 0; d < scaled.length; d++) {
      scaled[d] = new double[losses[d].length];
      for (int s = 0; s < scaled[d].length; s++) {
        scaled[d][s] = losses[d][s] / scale + SMALL_CHANGE * s / (scaled[d].length - 1);
      }
    }
    return scaled;
  }
}
