package dev.pluto.plugins.denoising;

import dev.pluto.spi.Option;

/** Options of the task; see the descriptions of the components. */
public record DenoisingOptions(
    @Option(
            description =
                "Standard deviation of the noise, of samples from 0 to 255; above 0, at most 255",
            defaultValue = "25")
        double sigma,
    @Option(
            description = "Side in pixels of the patches that training sees, 8 to 512",
            defaultValue = "40")
        int patch,
    @Option(
            description =
                "What the model's output is: clean (the image), noise (what is to be subtracted"
                    + " from the input), or auto, which is the one that fits the data better",
            defaultValue = "auto")
        Prediction output) {
  /** Refuses values outside their ranges. */
  public DenoisingOptions {
    if (!(sigma > 0 && sigma <= 255)) {
      throw new IllegalArgumentException("sigma must be above 0 and at most 255, not " + sigma);
    }
    if (patch < 8 || patch > 512) {
      throw new IllegalArgumentException("patch must be from 8 to 512, not " + patch);
    }
  }

  /** What a model's output is. */
  public enum Prediction {
    AUTO,
    CLEAN,
    NOISE
  }
}
