package dev.pluto.plugins.classification;

import dev.pluto.spi.Option;
import java.util.OptionalInt;

/** Options of the task; see the descriptions of the components. */
public record ClassificationOptions(
    @Option(
            description =
                "Whether training mirrors images at random: always, never, or auto, which is never"
                    + " for IDX files (digits and letters) and always for others",
            defaultValue = "auto")
        Mirroring mirror,
    @Option(
            description =
                "Pixels by which training shifts images of up to 64 x 64 pixels at most, in each"
                    + " direction",
            defaultValue = "2")
        int shift,
    @Option(
            description =
                "Smallest share of a larger image's area that a random crop keeps in training,"
                    + " above 0, at most 1",
            defaultValue = "0.4")
        double cropArea,
    @Option(
            description =
                "Share of the shorter side that the centre crop keeps of images larger than the"
                    + " model's input, above 0, at most 1",
            defaultValue = "0.875")
        double centreCrop,
    @Option(
            description = "Share of the label's weight spread over all classes, 0 to below 1",
            defaultValue = "0")
        double labelSmoothing,
    @Option(
            description =
                "Side in pixels of the square to which images are brought where the model leaves"
                    + " its input size open; left out: the size of the first image",
            defaultValue = "")
        OptionalInt imageSize) {
  /** Refuses values outside their ranges. */
  public ClassificationOptions {
    require(shift >= 0 && shift <= 16, "shift must be from 0 to 16, not " + shift);
    require(cropArea > 0 && cropArea <= 1, "cropArea must be above 0 and at most 1");
    require(centreCrop > 0 && centreCrop <= 1, "centreCrop must be above 0 and at most 1");
    require(labelSmoothing >= 0 && labelSmoothing < 1, "labelSmoothing must be from 0 to below 1");
    require(imageSize.isEmpty() || imageSize.getAsInt() > 0, "imageSize must be above 0");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** When training mirrors images. */
  public enum Mirroring {
    AUTO,
    ALWAYS,
    NEVER
  }
}
