package dev.pluto.engine.recipe;

/** An upper bound of a metric. */
public sealed interface Budget {
  /** Id of the metric. */
  String metric();

  /**
   * The bound in the metric's unit.
   *
   * @param baseline what the given model takes
   */
  double limit(double baseline);

  /** A bound in the metric's unit. */
  record Absolute(String metric, double value) implements Budget {
    @Override
    public double limit(double baseline) {
      return value;
    }
  }

  /** A share of what the given model takes. */
  record Relative(String metric, double fraction) implements Budget {
    @Override
    public double limit(double baseline) {
      return fraction * baseline;
    }
  }
}
