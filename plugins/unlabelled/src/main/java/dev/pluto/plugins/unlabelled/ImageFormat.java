package dev.pluto.plugins.unlabelled;

import dev.pluto.plugins.images.ByteImage;
import dev.pluto.plugins.images.ImageFile;
import dev.pluto.plugins.images.ImageFit;
import dev.pluto.plugins.images.ImageFolder;
import dev.pluto.plugins.images.ImageInput;
import dev.pluto.plugins.images.ImageTensors;
import dev.pluto.plugins.samples.BoundedCache;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Normalization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/** A folder of images, those in its folders included. */
record ImageFormat() implements InputFormat {
  @Override
  public String name() {
    return "image-folder";
  }

  @Override
  public String description() {
    return "a folder of images or of folders of images (%s); train/ and test/ (or val/) above them"
            .formatted(ImageFile.FORMATS)
        + " where there is a test part";
  }

  @Override
  public boolean holdsSamples(Path path) {
    return !files(path).isEmpty();
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>(ImageFolder.images(folder));
    ImageFolder.imageFolders(folder).forEach(inner -> files.addAll(ImageFolder.images(inner)));
    return List.copyOf(files);
  }

  @Override
  public Opened open(
      Path training, Optional<Path> validation, DataRequest request, UnlabelledOptions options) {
    ImageInput input = ImageInput.of(request.inputs());
    List<Path> files = checked(training);
    Optional<List<Path>> others = validation.map(ImageFormat::checked);
    ImageFile.Size first = ImageFile.size(files.get(0));
    ImageFit fit =
        new ImageFit(
            input.channels(),
            input.height().orElse(options.imageSize().orElse(first.height())),
            input.width().orElse(options.imageSize().orElse(first.width())),
            options.centreCrop());
    List<Normalization> scalings =
        new ArrayList<>(
            List.of(
                Normalization.ZERO_TO_ONE, Normalization.MINUS_ONE_TO_ONE, Normalization.BYTES));
    if (input.channels() == 3) {
      scalings.add(Normalization.IMAGENET);
    }
    return new Opened(
        Images.of(files, fit, input.channelsLast(), options),
        others.map(o -> Images.of(o, fit, input.channelsLast(), options)),
        List.copyOf(scalings));
  }

  private static List<Path> checked(Path folder) {
    List<Path> files = files(folder);
    if (files.isEmpty()) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(folder.toString(), "there are no images in it", ImageFile.FORMATS));
    }
    ImageFolder.sizes(files);
    return files;
  }

  private record Images(
      int size,
      IntFunction<ByteImage> images,
      ImageFit fit,
      boolean channelsLast,
      UnlabelledOptions options)
      implements Inputs {
    static Images of(
        List<Path> files, ImageFit fit, boolean channelsLast, UnlabelledOptions options) {
      BoundedCache<ByteImage> decoded =
          BoundedCache.ofQuarterHeap(
              i -> ImageFile.read(files.get(i)), image -> image.planes().length);
      return new Images(files.size(), decoded::get, fit, channelsLast, options);
    }

    @Override
    public List<Tensor> get(int index, Normalization scaling) {
      return tensor(fit.fitted(images.apply(index)), scaling);
    }

    @Override
    public List<Tensor> varied(int index, Normalization scaling, RandomGenerator random) {
      ByteImage varied =
          fit.varied(images.apply(index), options.shift(), options.cropArea(), random);
      boolean mirrored = options.mirror() && random.nextBoolean();
      return tensor(mirrored ? varied.mirrored() : varied, scaling);
    }

    private List<Tensor> tensor(ByteImage image, Normalization scaling) {
      return List.of(ImageTensors.of(image, scaling, channelsLast));
    }
  }
}
