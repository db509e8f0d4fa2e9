package dev.pluto.plugins.quantization;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The quantizers of a recovery, one per value. */
final class LearnedValues {
  private final Map<String, LearnedValue> values = new HashMap<>();

  /** The quantizer of a value, made by the first decision that asks. */
  LearnedValue of(String value, Supplier<LearnedValue> create) {
    return values.computeIfAbsent(value, v -> create.get());
  }
}
