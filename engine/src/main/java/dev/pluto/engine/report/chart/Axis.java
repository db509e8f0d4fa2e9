package dev.pluto.engine.report.chart;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * An axis whose ticks stand at round numbers.
 *
 * @param low the first tick
 * @param step distance between ticks
 * @param steps number of steps up to the last tick
 */
record Axis(double low, double step, int steps) {
  private static final int WANTED_STEPS = 4;

  /** Of the size of the values: a flat line is shown as one. */
  private static final double SMALLEST_RANGE = 0.05;

  private static final double ROUNDING = 1e-9;
  private static final double SMALLEST = 1e-100;

  /** An axis on which all of some values stand. */
  static Axis covering(double smallest, double largest) {
    double size = Math.max(Math.abs(smallest), Math.abs(largest));
    if (size < SMALLEST) {
      return new Axis(0, 0.2, 5);
    }
    double range = Math.max(largest - smallest, SMALLEST_RANGE * size);
    double step = roundUp(range / WANTED_STEPS);
    double first = Math.floor(smallest / step);
    return new Axis(first * step, step, Math.max(1, (int) (Math.ceil(largest / step) - first)));
  }

  /** The next of 1, 2 and 5 times a power of ten. */
  private static double roundUp(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    return DoubleStream.of(1, 2, 5)
        .map(m -> m * power)
        .filter(s -> s >= step)
        .findFirst()
        .orElse(10 * power);
  }

  double tick(int n) {
    return low + n * step;
  }

  /** Where a value stands, from 0 at the first to 1 at the last tick. */
  double share(double value) {
    return (value - low) / (steps * step);
  }

  /** A tick in figures: as many decimals as tell it from its neighbours. */
  String label(int n) {
    int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + ROUNDING));
    double value = tick(n);
    return decimals > 4 || Math.abs(value) >= 1e7
        ? String.format(Locale.ROOT, "%.2e", value)
        : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
