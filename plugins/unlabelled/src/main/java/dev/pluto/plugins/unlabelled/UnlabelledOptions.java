package dev.pluto.plugins.unlabelled;

import dev.pluto.spi.Option;
import java.util.OptionalInt;

/** Options of the task; all are about images. See the descriptions of the components. */
public record UnlabelledOptions(
    @Option(
            description =
                "Side in pixels of the square to which images are brought where the model leaves"
                    + " its input size open; left out: the size of the first image",
            defaultValue = "")
        OptionalInt imageSize,
    @Option(
            description =
                "Share of the shorter side that the centre crop keeps of images larger than the"
                    + " model's input, above 0, at most 1",
            defaultValue = "0.875")
        double centreCrop,
    @Option(description = "Whether training mirrors images at random", defaultValue = "false")
        boolean mirror,
    @Option(
            description =
                "Pixels by which training shifts images of up to 64 x 64 pixels at most, in each"
                    + " direction, 0 to 16",
            defaultValue = "2")
        int shift,
    @Option(
            description =
                "Smallest share of a larger image's area that a random crop keeps in training,"
                    + " above 0, at most 1",
            defaultValue = "0.4")
        double cropArea) {
  /** Refuses values outside their ranges. */
  public UnlabelledOptions {
    require(imageSize.isEmpty() || imageSize.getAsInt() > 0, "imageSize must be above 0");
    require(centreCrop > 0 && centreCrop <= 1, "centreCrop must be above 0 and at most 1");
    require(shift >= 0 && shift <= 16, "shift must be from 0 to 16, not " + shift);
    require(cropArea > 0 && cropArea <= 1, "cropArea must be above 0 and at most 1");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
