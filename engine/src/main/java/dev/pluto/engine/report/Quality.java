package dev.pluto.engine.report;

import java.util.Collections;
import java.util.LinkedHashMap;
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
}
