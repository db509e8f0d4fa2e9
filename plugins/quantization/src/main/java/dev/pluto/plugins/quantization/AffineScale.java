package dev.pluto.plugins.quantization;

import dev.pluto.spi.graph.Precision;

/**
 * How numbers are rounded to integers: real = (integer − zeroPoint) · step.
 *
 * @param step step size, above 0
 * @param zeroPoint the integer that stands for 0
 */
record AffineScale(float step, int zeroPoint) {
  private static final double SMALLEST_STEP = 1e-8;

  /**
   * The scale whose integers reach from {@code low} to {@code high}; 0 is always among them. A
   * range without negative numbers has the smallest integer as its zero point.
   */
  static AffineScale covering(double low, double high, Precision precision) {
    double from = Math.min(low, 0);
    double to = Math.max(high, 0);
    float step = (float) Math.max(SMALLEST_STEP, (to - from) / (precision.max() - precision.min()));
    return new AffineScale(step, (int) (precision.min() - Math.round(from / step)));
  }
}
