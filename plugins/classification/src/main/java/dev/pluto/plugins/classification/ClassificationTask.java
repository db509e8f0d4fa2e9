package dev.pluto.plugins.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.pluto.plugins.images.HoldOut;
import dev.pluto.plugins.images.ImageInput;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataFormat;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.spi.task.QualityAccumulator;
import dev.pluto.spi.task.QualityMetric;
import dev.pluto.spi.task.Task;
import java.util.List;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/** Image classification: one label per image, cross-entropy, top-1. */
@Extension
public final class ClassificationTask implements Task<ClassificationOptions> {
  private static final List<LabelledFormat> FORMATS =
      List.of(new IdxFormat(), new CifarFormat(), new FolderFormat());

  /** Smallest probability that a logarithm is taken of. */
  private static final float SMALLEST_PROBABILITY = 1e-7f;

  @Override
  public String name() {
    return "classification";
  }

  @Override
  public String description() {
    return "images with one label each; quality is top-1";
  }

  @Override
  public Class<ClassificationOptions> options() {
    return ClassificationOptions.class;
  }

  @Override
  public List<DataFormat> formats() {
    return List.copyOf(FORMATS);
  }

  @Override
  public Dataset open(DataRequest request, ClassificationOptions options) {
    LabelledFormat format =
        FORMATS.stream()
            .filter(f -> f.name().equals(request.format()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("no format '" + request.format() + "'"));
    ImageInput input = ImageInput.of(request.inputs());
    LabelledData data = format.read(request.path());
    LabelledPart training = data.training();
    checkClasses(request, training.classes().size());
    LabelledImages kept = training.images();
    LabelledImages validation;
    String origin;
    if (request.validation().isPresent()) {
      LabelledData other = format.read(request.validation().get());
      LabelledPart part = other.test().orElse(other.training());
      validation = part.labelledAs(training.classes());
      origin = part.origin();
    } else if (data.test().isPresent()) {
      validation = data.test().get().labelledAs(training.classes());
      origin = data.test().get().origin();
    } else {
      int[] labels = IntStream.range(0, kept.size()).map(kept::label).toArray();
      HoldOut parts = HoldOut.tenth(labels, request.seed());
      validation = kept.subset(parts.validation());
      kept = kept.subset(parts.training());
      origin = "a tenth of " + training.origin() + ", drawn with seed " + request.seed();
    }
    int limit = Math.min(request.limit().orElse(Integer.MAX_VALUE), kept.size());
    if (limit < kept.size()) {
      kept = kept.subset(IntStream.range(0, limit).boxed().toList());
    }
    return ClassificationDataset.of(kept, validation, origin, input, options, format.mirrorsWell());
  }

  private static void checkClasses(DataRequest request, int classes) {
    ValueInfo output = request.outputs().get(0);
    List<Dimension> sizes = output.dimensions().orElse(List.of());
    boolean scores =
        sizes.size() >= 2
            && sizes.stream()
                .skip(2)
                .allMatch(d -> d instanceof Dimension.Fixed fixed && fixed.size() == 1);
    if (!scores) {
      throw refused(
          output.name(), "it has " + sizes.size() + " dimensions", "class scores [N, classes]");
    }
    if (sizes.get(1) instanceof Dimension.Fixed fixed && fixed.size() != classes) {
      throw refused(
          output.name(),
          "the model tells %d classes apart, %s has %d"
              .formatted(fixed.size(), request.path(), classes),
          "data with " + fixed.size() + " classes");
    }
  }

  private static ProblemException refused(String output, String what, String allowed) {
    return new ProblemException(
        ProblemException.Kind.USAGE,
        new Problem("task classification, model output '" + output + "'", what, allowed));
  }

  /**
   * Mean cross-entropy. Outputs that are probabilities already (not negative, rows summing to 1)
   * are not put through a softmax again.
   */
  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    NDArray scores = outputs.get(0);
    if (scores.getShape().dimension() > 2) {
      scores = scores.reshape(scores.getShape().get(0), scores.getShape().get(1));
    }
    NDArray logarithms =
        areProbabilities(scores)
            ? scores.clip(SMALLEST_PROBABILITY, Float.MAX_VALUE).log()
            : scores.logSoftmax(1);
    NDArray labels = targets.get(0).reshape(-1, 1).toType(DataType.INT64, false);
    return logarithms.gather(labels, 1).mean().neg();
  }

  private static boolean areProbabilities(NDArray scores) {
    NDArray detached = scores.stopGradient();
    if (detached.min().getFloat() < 0 || detached.max().getFloat() > 1.001f) {
      return false;
    }
    return detached.sum(new int[] {1}).sub(1).abs().max().getFloat() < 1e-3f;
  }

  @Override
  public QualityMetric qualityMetric() {
    return new QualityMetric("top-1", "", true);
  }

  @Override
  public QualityAccumulator accumulator() {
    return new TopOne();
  }

  @Override
  public List<OutputMeaning> outputs(List<ValueInfo> outputs) {
    return IntStream.range(0, outputs.size())
        .<OutputMeaning>mapToObj(
            i -> i == 0 ? new OutputMeaning.ClassLogits(1) : new OutputMeaning.Unknown())
        .toList();
  }
}
