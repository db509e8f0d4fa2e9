package dev.pluto.backends.chip;

import dev.pluto.spi.hardware.HardwareTarget;
import java.nio.file.Path;
import java.util.List;

/** The descriptions that Pluto ships. */
final class ShippedChips {
  static final Path FOLDER = Path.of("chips");

  private ShippedChips() {}

  static List<HardwareTarget> all() {
    return new ChipModelBackend(() -> List.of(FOLDER)).targets();
  }

  static HardwareTarget find(String id) {
    return all().stream().filter(t -> t.id().equals(id)).findFirst().orElseThrow();
  }
}
