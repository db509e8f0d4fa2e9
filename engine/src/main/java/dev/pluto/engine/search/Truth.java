package dev.pluto.engine.search;

import dev.pluto.spi.graph.Graph;
import java.util.OptionalDouble;

/** What a candidate really costs, for metrics that the cost model only estimates. */
@FunctionalInterface
public interface Truth {
  /**
   * Writes a candidate and measures it on the chip; takes up to seconds.
   *
   * @param candidate the concrete graph, with scales as far as they are known: runtimes leave out
   *     conversions between equal scales
   * @return by metric; empty where the cost model is exact or nothing better is known
   */
  OptionalDouble[] of(Graph candidate);
}
