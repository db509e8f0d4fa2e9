package dev.pluto.plugins.metrics;

import java.util.Map;

/** Decimal prefixes. */
final class DecimalUnits {
  private DecimalUnits() {}

  /** What each prefixed form of a unit is worth in it, from none to tera. */
  static Map<String, Double> of(String unit) {
    return Map.of(unit, 1.0, "k" + unit, 1e3, "M" + unit, 1e6, "G" + unit, 1e9, "T" + unit, 1e12);
  }
}
