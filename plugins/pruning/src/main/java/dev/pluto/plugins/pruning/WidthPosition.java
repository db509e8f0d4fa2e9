package dev.pluto.plugins.pruning;

/**
 * Where a value of θ lies on a grid of widths.
 *
 * @param theta θ, put back into its range
 * @param weights hat weights of the width: at most two neighbouring settings are above 0; sums to 1
 * @param slopes derivatives of the weights in θ; sums to 0
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one step and is compared by nobody
record WidthPosition(double theta, double[] weights, double[] slopes) {
  /** θ of the full width; the smallest width is at 0. */
  static final double SPAN = 4;

  /** The position at θ. */
  static WidthPosition at(WidthGrid grid, double theta) {
    double inside = Math.min(SPAN, Math.max(0, theta));
    double perTheta = (grid.largest() - grid.smallest()) / SPAN;
    double width = grid.smallest() + inside * perTheta;
    int wider = 0;
    while (wider + 2 < grid.settings() && grid.width(wider + 1) >= width) {
      wider++;
    }
    double gap = grid.width(wider) - grid.width(wider + 1);
    double[] weights = new double[grid.settings()];
    double[] slopes = new double[grid.settings()];
    weights[wider] = (width - grid.width(wider + 1)) / gap;
    weights[wider + 1] = 1 - weights[wider];
    slopes[wider] = perTheta / gap;
    slopes[wider + 1] = -slopes[wider];
    return new WidthPosition(inside, weights, slopes);
  }

  /** θ at which a setting has all the weight. */
  static double thetaOf(WidthGrid grid, int setting) {
    return SPAN * (grid.width(setting) - grid.smallest()) / (grid.largest() - grid.smallest());
  }

  /** The corner of the simplex at the setting with the most weight. */
  double[] nearest() {
    int best = 0;
    for (int setting = 1; setting < weights.length; setting++) {
      if (weights[setting] > weights[best]) {
        best = setting;
      }
    }
    double[] corner = new double[weights.length];
    corner[best] = 1;
    return corner;
  }
}
