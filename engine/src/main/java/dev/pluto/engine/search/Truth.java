package dev.pluto.engine.search;

import java.util.OptionalDouble;

/** What a candidate really costs, for metrics that the cost model only estimates. */
@FunctionalInterface
public interface Truth {
  /**
   * Writes the candidate and measures it on the chip; takes up to seconds.
   *
   * @return by metric; empty where the cost model is exact or nothing better is known
   */
  OptionalDouble[] measured(int[] settings);
}
