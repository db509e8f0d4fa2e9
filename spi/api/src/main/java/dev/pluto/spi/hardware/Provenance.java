package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import java.util.Locale;

/** Where a number comes from. */
@Api(status = Api.Status.STABLE, since = "0.1")
public enum Provenance {
  /** Counted exactly from the file. */
  ANALYTIC,
  /** Timed or metered on the chip. */
  MEASURED,
  /** Interpolated between measurements, or computed by a model fitted to measurements. */
  PREDICTED,
  /** Computed from published specifications alone. */
  ASSUMED;

  /** Lower-case name, as in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
