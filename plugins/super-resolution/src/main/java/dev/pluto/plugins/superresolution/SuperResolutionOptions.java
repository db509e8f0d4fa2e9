package dev.pluto.plugins.superresolution;

import dev.pluto.spi.Option;
import java.util.OptionalInt;

/** Options of the task; see the descriptions of the components. */
public record SuperResolutionOptions(
    @Option(
            description =
                "By how much the model enlarges; left out: read off the model's shapes or the pairs'"
                    + " file names, else 2",
            defaultValue = "")
        OptionalInt scale,
    @Option(
            description = "Side in pixels of the small patches that training sees",
            defaultValue = "32")
        int patch) {
  /** Refuses values outside their ranges. */
  public SuperResolutionOptions {
    if (patch < 8 || patch > 512) {
      throw new IllegalArgumentException("patch must be from 8 to 512, not " + patch);
    }
    if (scale.isPresent() && (scale.getAsInt() < 1 || scale.getAsInt() > 16)) {
      throw new IllegalArgumentException("scale must be from 1 to 16");
    }
  }
}
