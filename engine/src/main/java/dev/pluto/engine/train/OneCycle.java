package dev.pluto.engine.train;

/**
 * One-cycle learning rate (Smith and Topin 2018): from a 25th of the peak up to it and down to
 * almost nothing, along cosines.
 *
 * @param peak highest rate
 * @param peakAt share of the training at which it is reached
 */
public record OneCycle(double peak, double peakAt) {
  private static final double START = 1 / 25.0;
  private static final double END = 1e-4;

  /** The rate when {@code done} of the training, 0 to 1, is over. */
  public double at(double done) {
    return done < peakAt
        ? between(peak * START, peak, done / peakAt)
        : between(peak, peak * END, (done - peakAt) / (1 - peakAt));
  }

  private static double between(double from, double to, double share) {
    return to + (from - to) * (1 + Math.cos(Math.PI * Math.min(1, share))) / 2;
  }
}
