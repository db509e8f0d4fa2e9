package dev.pluto.engine.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Quality of a model.
 *
 * @param value in the task's metric
 * @param further further usual figures of the task, by name
 */
public record Quality(double value, Map<String, Double> further) {
  /** Copies the figures, in their order. */
  public Quality {
    further = Collections.unmodifiableMap(new LinkedHashMap<>(further));
  }

  /** A quality as people read it: with about four significant digits. */
  public static String text(double quality) {
    return text(quality, quality);
  }

  /** The same with the decimals of a number beside it, if that is larger. */
  public static String text(double quality, double beside) {
    double magnitude = Math.max(Math.abs(quality), Math.abs(beside));
    int decimals = magnitude <= 1 ? 4 : magnitude < 10 ? 3 : magnitude < 100 ? 2 : 1;
    return String.format(Locale.ROOT, "%." + decimals + "f", quality);
  }
}
