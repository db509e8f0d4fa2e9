package dev.pluto.plugins.keypoints;

import dev.pluto.plugins.samples.files.NamePattern;
import dev.pluto.spi.Option;
import java.util.List;
import java.util.Optional;

/** Options of the task; see the descriptions of the components. */
public record KeypointsOptions(
    @Option(
            description =
                "Which images are the test part: a pattern of file names with * ? [] {}, or a regular"
                    + " expression behind 'regex:'; left out: the data's own",
            defaultValue = "")
        Optional<String> validate,
    @Option(
            description =
                "Names of the joints in the order of the model's heat maps; empty for the order in"
                    + " which the table names them",
            defaultValue = "[]")
        List<String> joints,
    @Option(
            description =
                "Joints that change places in a mirrored image, as 'one:other'; empty for those whose"
                    + " names differ in left and right alone",
            defaultValue = "[]")
        List<String> pairs,
    @Option(
            description =
                "Joints whose distance is the measure of errors, as 'one:other', the first pair whose"
                    + " joints are visible; empty for left shoulder and right hip, or the others,"
                    + " or, where the data has no such joints, the diagonal of the box around all",
            defaultValue = "[]")
        List<String> torso,
    @Option(
            description =
                "Share of that measure within which a joint is found right, above 0, at most 2",
            defaultValue = "0.2")
        double threshold,
    @Option(
            description =
                "What the model sees: person (the box around the visible joints, enlarged) or image"
                    + " (all of it, black at the shorter sides)",
            defaultValue = "person")
        Crop crop,
    @Option(
            description = "By how much the box around the joints is enlarged, 1 to 4",
            defaultValue = "1.3")
        double boxScale,
    @Option(
            description =
                "Side in pixels of the square that the model sees where it leaves its input size"
                    + " open, above 0",
            defaultValue = "256")
        int imageSize,
    @Option(
            description =
                "Standard deviation, in cells of a heat map, of the Gaussian to be learned",
            defaultValue = "1.3")
        double sigma,
    @Option(
            description =
                "What training descends: cross-entropy (between the soft-max over a heat map and the"
                    + " Gaussian) or mse (to the Gaussian of height 1)",
            defaultValue = "cross-entropy")
        Loss loss,
    @Option(
            description = "Degrees by which training rotates at most, 0 to 180",
            defaultValue = "30")
        double rotation,
    @Option(
            description = "Factor by which training enlarges or reduces at most, 1 to 1.5",
            defaultValue = "1.3")
        double scale,
    @Option(
            description = "Share of the side by which training shifts at most, 0 to 0.5",
            defaultValue = "0.06")
        double shift,
    @Option(
            description = "Whether training mirrors, where there are joints to change places",
            defaultValue = "true")
        boolean mirror,
    @Option(
            description =
                "Share by which training changes contrast, and brightness of each colour, at most, 0"
                    + " to 1",
            defaultValue = "0.2")
        double colour) {
  /** Refuses values outside their ranges. */
  public KeypointsOptions {
    joints = List.copyOf(joints);
    pairs = List.copyOf(pairs);
    torso = List.copyOf(torso);
    validate.ifPresent(NamePattern::of);
    require(threshold > 0 && threshold <= 2, "threshold must be above 0 and at most 2");
    require(boxScale >= 1 && boxScale <= 4, "boxScale must be from 1 to 4");
    require(imageSize > 0 && imageSize <= 4096, "imageSize must be from 1 to 4096");
    require(sigma > 0 && sigma <= 100, "sigma must be above 0 and at most 100");
    require(rotation >= 0 && rotation <= 180, "rotation must be from 0 to 180");
    require(scale >= 1 && scale <= 1.5, "scale must be from 1 to 1.5");
    require(shift >= 0 && shift <= 0.5, "shift must be from 0 to 0.5");
    require(colour >= 0 && colour <= 1, "colour must be from 0 to 1");
    require(joints.stream().distinct().count() == joints.size(), "joints names one twice");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** What a model sees. */
  public enum Crop {
    PERSON,
    IMAGE
  }

  /** What training descends. */
  public enum Loss {
    CROSS_ENTROPY,
    MSE
  }
}
