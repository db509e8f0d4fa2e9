package dev.pluto.spi.metric;

import dev.pluto.spi.Api;
import java.util.Map;

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
}
