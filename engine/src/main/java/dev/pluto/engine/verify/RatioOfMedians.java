package dev.pluto.engine.verify;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.hipparchus.stat.StatUtils;

/**
 * How two interleaved series of measurements compare.
 *
 * @param ratio median of the candidate over median of the reference
 * @param upper upper end of the one-sided 95 % interval of the ratio, by bootstrap over blocks
 * @param blocks number of blocks
 */
public record RatioOfMedians(double ratio, double upper, int blocks) {
  private static final int RESAMPLES = 2000;

  /**
   * Compares block medians; blocks of equal index were measured right after each other and are
   * resampled together, so that drift of the machine cancels.
   *
   * @throws IllegalArgumentException if the series differ in length or are empty
   */
  public static RatioOfMedians of(List<Double> reference, List<Double> candidate) {
    int n = reference.size();
    if (n == 0 || candidate.size() != n) {
      throw new IllegalArgumentException(
          "%d reference and %d candidate blocks".formatted(n, candidate.size()));
    }
    double[] a = reference.stream().mapToDouble(Double::doubleValue).toArray();
    double[] b = candidate.stream().mapToDouble(Double::doubleValue).toArray();
    // A fixed seed: the same measurements always give the same statement.
    SplittableRandom random = new SplittableRandom(1);
    double[] ratios = new double[RESAMPLES];
    double[] sampleA = new double[n];
    double[] sampleB = new double[n];
    for (int r = 0; r < RESAMPLES; r++) {
      for (int i = 0; i < n; i++) {
        int pick = random.nextInt(n);
        sampleA[i] = a[pick];
        sampleB[i] = b[pick];
      }
      ratios[r] = median(sampleB) / median(sampleA);
    }
    return new RatioOfMedians(median(b) / median(a), StatUtils.percentile(ratios, 95), n);
  }

  /** The median of a series. */
  public static double median(double[] series) {
    return StatUtils.percentile(Arrays.copyOf(series, series.length), 50);
  }
}
