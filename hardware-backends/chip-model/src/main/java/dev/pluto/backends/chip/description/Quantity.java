package dev.pluto.backends.chip.description;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A number of a description.
 *
 * @param value in base units: seconds, bytes, joules, watts, or per second
 * @param origin where it comes from
 */
public record Quantity(double value, Origin origin) {
  /** The same number, of which no more is known than that it holds for another chip. */
  Quantity assumed() {
    return new Quantity(value, new Origin(origin.source(), Confidence.ASSUMED));
  }

  /** The same numbers, all of them assumed. */
  static <K> Map<K, Quantity> assumed(Map<K, Quantity> numbers) {
    Map<K, Quantity> assumed = new LinkedHashMap<>();
    numbers.forEach((key, number) -> assumed.put(key, number.assumed()));
    return assumed;
  }
}
