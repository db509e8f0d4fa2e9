package dev.pluto.spi.metric;

import dev.pluto.spi.Api;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that a budget can bound.
 *
 * @param id name in recipes and reports, such as "peak-memory"
 * @param unit the unit of all its numbers, such as "B"
 * @param description one line for listings, with the counting rule
 * @param units what one of each accepted unit is worth in {@code unit}; "" is a number without unit
 * @param aliases other names, with the number by which a value under that name is multiplied to get
 *     this metric: flops → 0.5 for macs
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Metric(
    String id,
    String unit,
    String description,
    Map<String, Double> units,
    Map<String, Double> aliases) {
  /** Copies the maps. */
  public Metric {
    units = Map.copyOf(units);
    aliases = Map.copyOf(aliases);
  }

  /** A value in words: four digits and the largest accepted unit of which there is at least one. */
  public String amount(double value) {
    String name = unit;
    double worth = 1;
    for (Map.Entry<String, Double> candidate : new TreeMap<>(units).entrySet()) {
      if (candidate.getValue() <= Math.abs(value)
          && candidate.getValue() > worth
          && !isBinary(candidate.getKey())) {
        name = candidate.getKey();
        worth = candidate.getValue();
      }
    }
    String full = name.endsWith(unit) ? name : name + " " + unit;
    return String.format(Locale.ROOT, "%.4g %s", value / worth, full).strip();
  }

  /** Multiples of 1024 (KiB, MiB) are accepted, but sizes are told in powers of ten. */
  private static boolean isBinary(String name) {
    return name.contains("i");
  }
}
