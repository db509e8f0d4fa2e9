package dev.pluto.plugins.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.plugins.images.ImageInput;
import dev.pluto.plugins.samples.HoldOut;
import dev.pluto.plugins.samples.classes.ClassScores;
import dev.pluto.plugins.samples.classes.TopOne;
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
    ClassScores.requireClasses(name(), request, training.classes().size());
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

  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    return ClassScores.crossEntropy(ClassScores.logarithms(outputs.get(0)), targets.get(0)).mean();
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
    return ClassScores.meanings(outputs);
  }
}
