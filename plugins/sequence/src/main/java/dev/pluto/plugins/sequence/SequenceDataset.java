package dev.pluto.plugins.sequence;

import dev.pluto.plugins.samples.BoundedCache;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
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
 * Sequences as samples. The first target is the label, the second the share of the probability that
 * the loss spreads over all classes.
 *
 * @param usual the ways of scaling that models of such data are usually trained with
 * @param present the way that is used now
 */
record SequenceDataset(
    Features trainingFeatures,
    Features validationFeatures,
    String validationOrigin,
    View view,
    List<Normalization> usual,
    Normalization present)
    implements Dataset {
  private static final String GIVEN = "mean=";

  /** How features become samples. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record View(
      SequenceInput input,
      Augmentation augmentation,
      float[] nothing,
      double[] mean,
      float smoothing) {}

  /**
   * Features, which are computed once as far as memory allows, and their classes.
   *
   * @param width features per step
   */
  record Features(int width, BoundedCache<float[]> features, List<Integer> labels) {
    static Features of(List<Recording> recordings, List<Integer> labels, FrontEnd front) {
      return new Features(
          front.width(),
          BoundedCache.ofQuarterHeap(
              i -> front.of(recordings.get(i)), values -> 4L * values.length),
          List.copyOf(labels));
    }
  }

  static SequenceDataset of(
      Features training,
      Features validation,
      String origin,
      SequenceInput input,
      FrontEnd front,
      SequenceOptions options) {
    Statistics statistics =
        Statistics.of(training.labels().size(), front.width(), training.features()::get);
    List<Normalization> measured = new ArrayList<>(List.of(statistics.ofAll("dataset")));
    if (front.width() > 1) {
      measured.add(statistics.ofEach("dataset-per-feature"));
    }
    Normalization asTheyAre = new Normalization("as-they-are", List.of(0.0), List.of(1.0));
    boolean spectrogram = front instanceof SoundFrontEnd sound && sound.spectrogram().isPresent();
    // Logarithms are nearly always scaled; what numbers of others are is known to the user alone.
    measured.add(spectrogram ? measured.size() : 0, asTheyAre);
    View view =
        new View(
            input,
            front.augmentation(options.augment()),
            front.nothing(),
            statistics.mean(),
            (float) options.labelSmoothing());
    return new SequenceDataset(
        training, validation, origin, view, List.copyOf(measured), measured.get(0));
  }

  @Override
  public Samples training() {
    return new Scaled(trainingFeatures, view, present);
  }

  @Override
  public Samples validation() {
    return new Scaled(validationFeatures, view, present);
  }

  @Override
  public List<Normalization> normalizations() {
    return usual;
  }

  @Override
  public Dataset with(Normalization normalization) {
    int means = normalization.mean().size();
    boolean known = usual.stream().anyMatch(n -> n.name().equals(normalization.name()));
    if (!known && !normalization.name().startsWith(GIVEN)) {
      throw refused("sequences are not scaled as '%s'".formatted(normalization.name()));
    }
    if (means != 1 && means != trainingFeatures.width()) {
      throw refused(
          "%d means, and sequences have %d features".formatted(means, trainingFeatures.width()));
    }
    return new SequenceDataset(
        trainingFeatures, validationFeatures, validationOrigin, view, usual, normalization);
  }

  private ProblemException refused(String what) {
    return new ProblemException(
        ProblemException.Kind.USAGE,
        new Problem(
            "task.data.normalize",
            what,
            "auto, "
                + String.join(", ", usual.stream().map(Normalization::name).toList())
                + ", or mean=a;std=b, one number for all features or one for each"));
  }

  private record Scaled(Features of, View view, Normalization scaling) implements Samples {
    @Override
    public int size() {
      return of.labels().size();
    }

    @Override
    public Sample get(int index) {
      return sample(of.features().get(index), index, 0);
    }

    @Override
    public Sample augmented(int index, RandomGenerator random) {
      float[] varied =
          view.augmentation().varied(of.features().get(index), view.nothing(), view.mean(), random);
      return sample(varied, index, view.smoothing());
    }

    private Sample sample(float[] values, int index, float smoothing) {
      int width = of.width();
      float[] scaled = new float[values.length];
      for (int f = 0; f < width; f++) {
        float mean = scaling.mean(f);
        float deviation = scaling.std(f);
        for (int i = f; i < scaled.length; i += width) {
          scaled[i] = (values[i] - mean) / deviation;
        }
      }
      return new Sample(
          List.of(view.input().tensor(scaled, width)),
          List.of(
              Tensor.ofLongs(Shape.of(), of.labels().get(index)),
              Tensor.ofFloats(Shape.of(), smoothing)));
    }
  }
}
