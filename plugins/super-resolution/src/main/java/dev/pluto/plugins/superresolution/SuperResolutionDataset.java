package dev.pluto.plugins.superresolution;

import dev.pluto.plugins.images.ByteImage;
import dev.pluto.plugins.images.ImageFile;
import dev.pluto.plugins.images.ImageTensors;
import dev.pluto.plugins.images.PatchIndex;
import dev.pluto.plugins.samples.BoundedCache;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Normalization;
import dev.pluto.spi.task.Sample;
import dev.pluto.spi.task.Samples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/** Pairs of images as samples. A training image counts as many samples as patches fit into it. */
record SuperResolutionDataset(
    Pairs trainingPairs, Pairs validationPairs, String validationOrigin, Normalization present)
    implements Dataset {

  /**
   * Pairs that are decoded once.
   *
   * @param count number of pairs
   * @param index which pair a patch belongs to
   */
  record Pairs(IntFunction<ImagePair> images, int count, PatchIndex index, int scale, int patch) {}

  /** Opens files. Training files are decoded now, to find out how many patches they hold. */
  static SuperResolutionDataset open(
      PairFiles training, PairFiles validation, String origin, int scale, int channels, int patch) {
    return new SuperResolutionDataset(
        pairs(training, scale, channels, patch, true),
        pairs(validation, scale, channels, patch, false),
        origin,
        Normalization.ZERO_TO_ONE);
  }

  private static Pairs pairs(PairFiles files, int scale, int channels, int patch, boolean patches) {
    BoundedCache<ImagePair> cache =
        BoundedCache.ofQuarterHeap(
            i -> files.read(i, scale, channels),
            pair -> (long) pair.small().planes().length + pair.large().planes().length);
    List<ImageFile.Size> sizes = new ArrayList<>();
    if (patches) {
      for (int i = 0; i < files.size(); i++) {
        ByteImage small = cache.get(i).small();
        requirePatch(files.large().get(i), small, scale, patch);
        sizes.add(new ImageFile.Size(small.height(), small.width()));
      }
    }
    return new Pairs(cache::get, files.size(), PatchIndex.of(sizes, patch, patch), scale, patch);
  }

  private static void requirePatch(Path file, ByteImage small, int scale, int patch) {
    if (small.height() < patch || small.width() < patch) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(
              file.toString(),
              "reduced by %d it is %dx%d pixels".formatted(scale, small.height(), small.width()),
              "at least the patch of %dx%d (task.options.patch)".formatted(patch, patch)));
    }
  }

  @Override
  public Samples training() {
    return new Patches(trainingPairs, present);
  }

  @Override
  public Samples validation() {
    return new Whole(validationPairs, present);
  }

  @Override
  public List<Normalization> normalizations() {
    return List.of(Normalization.ZERO_TO_ONE, Normalization.MINUS_ONE_TO_ONE, Normalization.BYTES);
  }

  @Override
  public Dataset with(Normalization normalization) {
    return new SuperResolutionDataset(
        trainingPairs, validationPairs, validationOrigin, normalization);
  }

  /** The model's output is on the scale of its input, so the target is scaled likewise. */
  private static Sample sample(ImagePair pair, Normalization scaling, int scale) {
    float factor = scaling.std(0);
    float offset = scaling.mean(0);
    return new Sample(
        List.of(ImageTensors.of(pair.small(), scaling, false)),
        List.of(
            ImageTensors.of(pair.large(), scaling, false),
            Tensor.ofFloats(Shape.of(3), factor, offset, scale)));
  }

  private record Patches(Pairs pairs, Normalization scaling) implements Samples {
    @Override
    public int size() {
      return pairs.index().size();
    }

    /** The centre patch of the image that the sample belongs to. */
    @Override
    public Sample get(int index) {
      ImagePair pair = pairs.images().apply(pairs.index().image(index));
      int side = pairs.patch();
      return sample(
          pair.patch((pair.small().height() - side) / 2, (pair.small().width() - side) / 2, side),
          scaling,
          pairs.scale());
    }

    @Override
    public Sample augmented(int index, RandomGenerator random) {
      ImagePair pair = pairs.images().apply(pairs.index().image(index));
      int side = pairs.patch();
      int y = random.nextInt(pair.small().height() - side + 1);
      int x = random.nextInt(pair.small().width() - side + 1);
      return sample(pair.patch(y, x, side).turned(random.nextInt(8)), scaling, pairs.scale());
    }
  }

  private record Whole(Pairs pairs, Normalization scaling) implements Samples {
    @Override
    public int size() {
      return pairs.count();
    }

    @Override
    public Sample get(int index) {
      return sample(pairs.images().apply(index), scaling, pairs.scale());
    }
  }
}
