package dev.pluto.plugins.sequence;

import dev.pluto.spi.Option;
import java.util.OptionalDouble;

/**
 * How training varies sequences (Park et al., "SpecAugment", 2019); see the descriptions of the
 * components. What is left out is varied for sound alone, since nothing is known of other numbers.
 */
public record AugmentOptions(
    @Option(
            description =
                "Share of the length, 0 to 0.5, by which sequences are shifted in time at most; left"
                    + " out: 0.12 for sound, else 0",
            defaultValue = "")
        OptionalDouble shift,
    @Option(
            description =
                "Share of the length, 0 to 1, that is masked at most; left out: 0.1 for log-mel and"
                    + " mfcc, else 0",
            defaultValue = "")
        OptionalDouble timeMask,
    @Option(
            description =
                "Share of the features, 0 to 1, that is masked at most; left out: 0.15 for log-mel,"
                    + " else 0",
            defaultValue = "")
        OptionalDouble featureMask,
    @Option(
            description =
                "Natural logarithm, 0 to 5, of the power by which sound is made louder or quieter at"
                    + " most; left out: 0.4 for log-mel and waveforms, else 0",
            defaultValue = "")
        OptionalDouble gain) {
  /** Refuses values outside their ranges. */
  public AugmentOptions {
    require(shift, 0.5, "shift");
    require(timeMask, 1, "timeMask");
    require(featureMask, 1, "featureMask");
    require(gain, 5, "gain");
  }

  private static void require(OptionalDouble value, double most, String name) {
    if (value.isPresent() && !(value.getAsDouble() >= 0 && value.getAsDouble() <= most)) {
      throw new IllegalArgumentException("%s must be from 0 to %s".formatted(name, most));
    }
  }
}
