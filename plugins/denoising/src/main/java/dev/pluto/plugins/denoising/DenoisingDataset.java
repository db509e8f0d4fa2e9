package dev.pluto.plugins.denoising;

import dev.pluto.plugins.images.ByteImage;
import dev.pluto.plugins.images.ImageInput;
import dev.pluto.plugins.images.PatchIndex;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Normalization;
import dev.pluto.spi.task.Sample;
import dev.pluto.spi.task.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Clean images as samples with noise. A training image counts as many samples as patches fit into
 * it; validation images are whole, or the centre that a model of fixed size takes.
 */
record DenoisingDataset(
    CleanImages trainingImages,
    CleanImages validationImages,
    String validationOrigin,
    ImageInput input,
    DenoisingOptions options,
    Normalization present)
    implements Dataset {
  /**
   * Validation image i has the noise of seed 1000 + i, whatever else is seeded, so that qualities
   * of all runs can be compared.
   */
  private static final long VALIDATION_NOISE = 1000;

  private static final long TRAINING_NOISE = 1_000_000;

  /** Opens files whose headers can be read. */
  static DenoisingDataset open(
      List<Path> training,
      List<Path> validation,
      String origin,
      ImageInput input,
      DenoisingOptions options) {
    int channels = input.channels();
    return new DenoisingDataset(
        CleanImages.of(
            training,
            channels,
            input.height().orElse(options.patch()),
            input.width().orElse(options.patch())),
        CleanImages.of(validation, channels, input.height().orElse(1), input.width().orElse(1)),
        origin,
        input,
        options,
        Normalization.ZERO_TO_ONE);
  }

  @Override
  public Samples training() {
    int height = input.height().orElse(options.patch());
    int width = input.width().orElse(options.patch());
    PatchIndex index = PatchIndex.of(trainingImages.sizes(), height, width);
    return new Patches(trainingImages, index, height, width, noise());
  }

  @Override
  public Samples validation() {
    return new Whole(validationImages, input, noise());
  }

  private NoisyImage noise() {
    return new NoisyImage(options.sigma(), options.output(), present);
  }

  @Override
  public List<Normalization> normalizations() {
    return List.of(Normalization.ZERO_TO_ONE, Normalization.MINUS_ONE_TO_ONE, Normalization.BYTES);
  }

  @Override
  public Dataset with(Normalization normalization) {
    return new DenoisingDataset(
        trainingImages, validationImages, validationOrigin, input, options, normalization);
  }

  private static ByteImage centre(ByteImage image, int height, int width) {
    return image.crop((image.height() - height) / 2, (image.width() - width) / 2, height, width);
  }

  private record Patches(
      CleanImages clean, PatchIndex index, int height, int width, NoisyImage noise)
      implements Samples {
    @Override
    public int size() {
      return index.size();
    }

    /** The centre patch of the image that the sample belongs to. */
    @Override
    public Sample get(int sample) {
      ByteImage image = clean.images().apply(index.image(sample));
      return noise.of(centre(image, height, width), new Random(TRAINING_NOISE + sample));
    }

    @Override
    public Sample augmented(int sample, RandomGenerator random) {
      ByteImage image = clean.images().apply(index.image(sample));
      ByteImage patch =
          image.crop(
              random.nextInt(image.height() - height + 1),
              random.nextInt(image.width() - width + 1),
              height,
              width);
      // The last four exchange the sides, which a model of fixed size may not take.
      int turn = random.nextInt(height == width ? 8 : 4);
      return noise.of(patch.turned(turn), random);
    }
  }

  private record Whole(CleanImages clean, ImageInput input, NoisyImage noise) implements Samples {
    @Override
    public int size() {
      return clean.sizes().size();
    }

    @Override
    public Sample get(int index) {
      ByteImage image = clean.images().apply(index);
      ByteImage seen =
          centre(image, input.height().orElse(image.height()), input.width().orElse(image.width()));
      return noise.of(seen, new Random(VALIDATION_NOISE + index));
    }
  }
}
