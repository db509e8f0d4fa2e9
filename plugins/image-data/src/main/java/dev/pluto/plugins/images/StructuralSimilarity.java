package dev.pluto.plugins.images;

/**
 * Structural similarity of two planes of samples from 0 to 1: the mean over all places where the
 * window fits, with a Gaussian window of 11 × 11 and a deviation of 1.5 (Wang et al., "Image
 * Quality Assessment: From Error Visibility to Structural Similarity", 2004). Rows are filtered one
 * by one, so that large images take little memory.
 */
final class StructuralSimilarity {
  /** Side of the window: smaller planes have no similarity. */
  static final int WINDOW = 11;

  private static final double DEVIATION = 1.5;
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;
  private static final double[] WEIGHTS = weights();

  /** Per column: means of a, b, a², b² and a·b. */
  private static final int MOMENTS = 5;

  private StructuralSimilarity() {}

  private static double[] weights() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int k = 0; k < WINDOW; k++) {
      double distance = (k - WINDOW / 2) / DEVIATION;
      weights[k] = Math.exp(-distance * distance / 2);
      sum += weights[k];
    }
    for (int k = 0; k < WINDOW; k++) {
      weights[k] /= sum;
    }
    return weights;
  }

  /**
   * The similarity of a rectangle in two planes of the same layout.
   *
   * @param start index of its upper left sample
   * @param stride distance between two rows
   */
  static double of(float[] a, float[] b, int start, int stride, int height, int width) {
    int columns = width - WINDOW + 1;
    double[][][] rows = new double[WINDOW][MOMENTS][columns];
    double sum = 0;
    for (int y = 0; y < height; y++) {
      filterRow(a, b, start + y * stride, rows[y % WINDOW]);
      if (y >= WINDOW - 1) {
        for (int x = 0; x < columns; x++) {
          sum += at(rows, y + 1, x);
        }
      }
    }
    return sum / ((double) columns * (height - WINDOW + 1));
  }

  private static void filterRow(float[] a, float[] b, int start, double[][] moments) {
    for (int x = 0; x < moments[0].length; x++) {
      double[] sums = new double[MOMENTS];
      for (int k = 0; k < WINDOW; k++) {
        double first = a[start + x + k];
        double second = b[start + x + k];
        sums[0] += WEIGHTS[k] * first;
        sums[1] += WEIGHTS[k] * second;
        sums[2] += WEIGHTS[k] * first * first;
        sums[3] += WEIGHTS[k] * second * second;
        sums[4] += WEIGHTS[k] * first * second;
      }
      for (int m = 0; m < MOMENTS; m++) {
        moments[m][x] = sums[m];
      }
    }
  }

  /** The similarity at a column; {@code oldest} is the place of the window's first row. */
  private static double at(double[][][] rows, int oldest, int x) {
    double[] mean = new double[MOMENTS];
    for (int k = 0; k < WINDOW; k++) {
      double[][] row = rows[(oldest + k) % WINDOW];
      for (int m = 0; m < MOMENTS; m++) {
        mean[m] += WEIGHTS[k] * row[m][x];
      }
    }
    double squares = mean[0] * mean[0] + mean[1] * mean[1];
    double product = mean[0] * mean[1];
    double variances = mean[2] + mean[3] - squares;
    double covariance = mean[4] - product;
    return (2 * product + C1) * (2 * covariance + C2) / ((squares + C1) * (variances + C2));
  }
}
