package dev.pluto.backends.chip.description;

import dev.pluto.spi.hardware.PrecisionTuple;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The precisions that descriptions may name. */
public final class Precisions {
  private static final List<PrecisionTuple> ALL =
      List.of(
          PrecisionTuple.FP32,
          PrecisionTuple.FP16,
          PrecisionTuple.W8A16,
          PrecisionTuple.W8A8,
          PrecisionTuple.W4A16,
          PrecisionTuple.W4A8);

  private Precisions() {}

  /** The precision of a name. */
  public static Optional<PrecisionTuple> find(String name) {
    return ALL.stream().filter(tuple -> tuple.name().equals(name)).findFirst();
  }

  /** All names. */
  static Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    ALL.forEach(tuple -> names.add(tuple.name()));
    return names;
  }
}
