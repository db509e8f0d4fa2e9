package dev.pluto.plugins.quantization;

import java.util.HashMap;
import java.util.Map;

/** The quantizers of a search, one per value. */
final class MixedValues {
  private final Map<String, MixedValue> values = new HashMap<>();

  /** The quantizer of a value. */
  MixedValue of(String value, FakeQuantization functions) {
    return values.computeIfAbsent(value, v -> new MixedValue(v, values.size(), functions));
  }
}
