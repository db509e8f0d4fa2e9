package dev.pluto.plugins.metrics;

import java.util.HashMap;
import java.util.Map;

/** Units of an amount of bytes: MB = 10^6 and MiB = 2^20 bytes. */
final class ByteUnits {
  private ByteUnits() {}

  /** What each unit is worth in bytes, decimal and binary. */
  static Map<String, Double> all() {
    Map<String, Double> units = new HashMap<>(DecimalUnits.of("B"));
    units.put("KiB", 0x1p10);
    units.put("MiB", 0x1p20);
    units.put("GiB", 0x1p30);
    return units;
  }
}
