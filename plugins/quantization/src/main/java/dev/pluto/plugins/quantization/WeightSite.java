package dev.pluto.plugins.quantization;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A weight whose precision can be chosen.
 *
 * @param name the first node that multiplies with it
 * @param opType operator of the nodes that multiply with it
 * @param weight name of the initializer
 * @param axis axis of its output channels
 * @param values the values that an integer kernel needs in integers, each with the value whose
 *     scale it has: itself, or the one from which operators that only move or select numbers made
 *     it
 */
record WeightSite(String name, String opType, String weight, int axis, Map<String, String> values) {
  WeightSite {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
