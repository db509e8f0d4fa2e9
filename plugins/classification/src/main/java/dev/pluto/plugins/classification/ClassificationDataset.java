package dev.pluto.plugins.classification;

import dev.pluto.plugins.images.ByteImage;
import dev.pluto.plugins.images.ImageFit;
import dev.pluto.plugins.images.ImageInput;
import dev.pluto.plugins.images.ImageTensors;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Normalization;
import dev.pluto.spi.task.Sample;
import dev.pluto.spi.task.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Labelled images as samples.
 *
 * @param usual the ways of scaling that models of such data are usually trained with
 * @param present the way that is used now
 */
record ClassificationDataset(
    LabelledImages trainingImages,
    LabelledImages validationImages,
    String validationOrigin,
    View view,
    List<Normalization> usual,
    Normalization present)
    implements Dataset {
  private static final int STATISTICS_IMAGES = 500;

  /** How an image becomes a sample. */
  record View(ImageFit fit, boolean channelsLast, boolean mirror, ClassificationOptions options) {}

  static ClassificationDataset of(
      LabelledImages training,
      LabelledImages validation,
      String origin,
      ImageInput input,
      ClassificationOptions options,
      boolean mirrorsWell) {
    ByteImage first = training.image(0);
    int height = input.height().orElse(options.imageSize().orElse(first.height()));
    int width = input.width().orElse(options.imageSize().orElse(first.width()));
    boolean mirror =
        switch (options.mirror()) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> mirrorsWell;
        };
    ImageFit fit = new ImageFit(input.channels(), height, width, options.centreCrop());
    View view = new View(fit, input.channelsLast(), mirror, options);
    List<Normalization> usual = new ArrayList<>();
    usual.add(Normalization.ZERO_TO_ONE);
    usual.add(Normalization.MINUS_ONE_TO_ONE);
    usual.add(Normalization.BYTES);
    if (input.channels() == 3) {
      usual.add(Normalization.IMAGENET);
    }
    usual.add(statistics(training, input.channels()));
    return new ClassificationDataset(
        training, validation, origin, view, usual, Normalization.ZERO_TO_ONE);
  }

  /** Mean and standard deviation of each channel over a sample of the training images. */
  private static Normalization statistics(LabelledImages images, int channels) {
    int n = Math.min(STATISTICS_IMAGES, images.size());
    double[] sum = new double[channels];
    double[] squares = new double[channels];
    long pixels = 0;
    for (int i = 0; i < n; i++) {
      ByteImage image = images.image((int) ((long) i * images.size() / n)).withChannels(channels);
      int plane = image.height() * image.width();
      for (int c = 0; c < sum.length; c++) {
        for (int p = 0; p < plane; p++) {
          double value = (image.planes()[c * plane + p] & 0xFF) / 255.0;
          sum[c] += value;
          squares[c] += value * value;
        }
      }
      pixels += plane;
    }
    List<Double> mean = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    for (int c = 0; c < sum.length; c++) {
      double m = sum[c] / pixels;
      mean.add(m);
      deviation.add(Math.max(1e-3, Math.sqrt(Math.max(0, squares[c] / pixels - m * m))));
    }
    return new Normalization("dataset", mean, deviation);
  }

  @Override
  public Samples training() {
    return new ViewedSamples(trainingImages, view, present);
  }

  @Override
  public Samples validation() {
    return new ViewedSamples(validationImages, view, present);
  }

  @Override
  public List<Normalization> normalizations() {
    return usual;
  }

  @Override
  public Dataset with(Normalization normalization) {
    return new ClassificationDataset(
        trainingImages, validationImages, validationOrigin, view, usual, normalization);
  }

  private record ViewedSamples(LabelledImages images, View view, Normalization normalization)
      implements Samples {
    @Override
    public int size() {
      return images.size();
    }

    @Override
    public Sample get(int index) {
      return sample(view.fit().fitted(images.image(index)), index);
    }

    @Override
    public Sample augmented(int index, RandomGenerator random) {
      ClassificationOptions options = view.options();
      ByteImage changed =
          view.fit().varied(images.image(index), options.shift(), options.cropArea(), random);
      boolean mirrored = view.mirror() && random.nextBoolean();
      return sample(mirrored ? changed.mirrored() : changed, index);
    }

    private Sample sample(ByteImage image, int index) {
      return new Sample(
          List.of(ImageTensors.of(image, normalization, view.channelsLast())),
          List.of(Tensor.ofLongs(Shape.of(), images.label(index))));
    }
  }
}
