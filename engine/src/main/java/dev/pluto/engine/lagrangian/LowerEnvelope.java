package dev.pluto.engine.lagrangian;

/**
 * The lower convex monotone envelope of a price staircase. Plateaus of the staircase give no
 * gradient and measured bumps a wrong one; the envelope has neither.
 */
public final class LowerEnvelope {
  private LowerEnvelope() {}

  /**
   * The largest convex, never rising function below the prices.
   *
   * @param prices in the order in which they are meant to fall
   * @param positions of the prices, rising
   */
  public static double[] decreasing(double[] prices, double[] positions) {
    int n = prices.length;
    double[] floor = prices.clone();
    for (int i = 1; i < n; i++) {
      floor[i] = Math.min(floor[i], floor[i - 1]);
    }
    int[] hull = new int[n];
    int size = 0;
    for (int i = 0; i < n; i++) {
      while (size >= 2 && above(floor, positions, hull[size - 2], hull[size - 1], i)) {
        size--;
      }
      hull[size++] = i;
    }
    double[] envelope = new double[n];
    for (int k = 0; k + 1 < size; k++) {
      int a = hull[k];
      int b = hull[k + 1];
      for (int i = a; i <= b; i++) {
        double share = (positions[i] - positions[a]) / (positions[b] - positions[a]);
        envelope[i] = floor[a] + (floor[b] - floor[a]) * share;
      }
    }
    if (size == 1) {
      envelope[hull[0]] = floor[hull[0]];
    }
    return envelope;
  }

  private static boolean above(double[] y, double[] x, int a, int b, int c) {
    return (y[b] - y[a]) * (x[c] - x[a]) >= (y[c] - y[a]) * (x[b] - x[a]);
  }
}
