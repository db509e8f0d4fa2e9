package dev.pluto.backends.chip.description;

import dev.pluto.spi.hardware.Provenance;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a value of a description is known. */
public enum Confidence {
  /** Measured on the chip. */
  MEASURED,
  /** Fitted to measurements on the chip. */
  FITTED,
  /** Stated by the maker, or in software that is made for the chip. */
  PUBLISHED,
  /** Worked out from published values. */
  DERIVED,
  /** An estimate. */
  ASSUMED;

  /** Where a price that rests on such a value comes from. */
  public Provenance provenance() {
    return this == MEASURED || this == FITTED ? Provenance.PREDICTED : Provenance.ASSUMED;
  }

  /** Lower-case name, as in descriptions. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The confidence of a label. */
  static Optional<Confidence> of(String label) {
    return Arrays.stream(values()).filter(c -> c.label().equals(label)).findFirst();
  }
}
