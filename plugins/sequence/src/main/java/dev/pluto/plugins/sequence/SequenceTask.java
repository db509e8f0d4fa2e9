package dev.pluto.plugins.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.plugins.samples.HoldOut;
import dev.pluto.plugins.samples.classes.ClassScores;
import dev.pluto.plugins.samples.classes.TopOne;
import dev.pluto.plugins.samples.files.NamePattern;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataFormat;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.spi.task.QualityAccumulator;
import dev.pluto.spi.task.QualityMetric;
import dev.pluto.spi.task.Task;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** Classification of sequences, such as spoken words: one label each, cross-entropy, top-1. */
@Extension
public final class SequenceTask implements Task<SequenceOptions> {
  private static final List<SequenceFormat> FORMATS =
      List.of(
          new WavFolderFormat(),
          new WavNamesFormat(),
          new ArraysFormat(),
          new LabelTableFormat(),
          new RowsFormat());

  @Override
  public String name() {
    return "sequence";
  }

  @Override
  public String description() {
    return "sound or other sequences with one label each; quality is top-1";
  }

  @Override
  public Class<SequenceOptions> options() {
    return SequenceOptions.class;
  }

  @Override
  public List<DataFormat> formats() {
    return List.copyOf(FORMATS);
  }

  @Override
  public Dataset open(DataRequest request, SequenceOptions options) {
    SequenceFormat format =
        FORMATS.stream()
            .filter(f -> f.name().equals(request.format()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("no format '" + request.format() + "'"));
    SequenceInput input =
        SequenceInput.of(request.inputs(), options.layout(), options.audio().bands());
    Split split = split(format, request, input, options);
    List<LabelledRecording> training =
        split
            .training()
            .subList(
                0, Math.min(request.limit().orElse(Integer.MAX_VALUE), split.training().size()));
    if (training.isEmpty() || split.validation().isEmpty()) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(
              request.path().toString(),
              "%d training and %d validation samples (%s)"
                  .formatted(training.size(), split.validation().size(), split.origin()),
              "at least one of each"));
    }
    ToIntFunction<String> classes =
        ClassNames.positions(
            options.classes(),
            Stream.concat(split.training().stream(), split.validation().stream())
                .map(LabelledRecording::label),
            ClassScores.classes(name(), request),
            request.path().toString());
    FrontEnd front = FrontEnds.of(training, split.validation(), input, options);
    return SequenceDataset.of(
        features(training, classes, front),
        features(split.validation(), classes, front),
        split.origin(),
        input,
        front,
        options);
  }

  private static SequenceDataset.Features features(
      List<LabelledRecording> recordings, ToIntFunction<String> classes, FrontEnd front) {
    return SequenceDataset.Features.of(
        recordings.stream().map(LabelledRecording::recording).toList(),
        recordings.stream().map(r -> classes.applyAsInt(r.label())).toList(),
        front);
  }

  private record Split(
      List<LabelledRecording> training, List<LabelledRecording> validation, String origin) {}

  private static Split split(
      SequenceFormat format, DataRequest request, SequenceInput input, SequenceOptions options) {
    SequenceData data = format.read(request.path(), input, options);
    List<LabelledRecording> all = data.training().recordings();
    if (request.validation().isPresent()) {
      SequenceData other = format.read(request.validation().get(), input, options);
      SequenceData.Part part = other.test().orElse(other.training());
      return new Split(all, part.recordings(), part.origin());
    }
    if (options.validate().isPresent()) {
      NamePattern pattern = NamePattern.of(options.validate().get());
      return new Split(
          all.stream().filter(r -> !pattern.matches(r.name())).toList(),
          all.stream().filter(r -> pattern.matches(r.name())).toList(),
          "%s of %s".formatted(options.validate().get(), data.training().origin()));
    }
    if (data.test().isPresent()) {
      return new Split(all, data.test().get().recordings(), data.test().get().origin());
    }
    List<String> labels = all.stream().map(LabelledRecording::label).distinct().sorted().toList();
    int[] numbers = all.stream().mapToInt(r -> labels.indexOf(r.label())).toArray();
    HoldOut parts = HoldOut.tenth(numbers, request.seed());
    return new Split(
        parts.training().stream().map(all::get).toList(),
        parts.validation().stream().map(all::get).toList(),
        "a tenth of %s, drawn with seed %d".formatted(data.training().origin(), request.seed()));
  }

  /** Mean cross-entropy to the label and, in training, to the uniform distribution. */
  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    NDArray logarithms = ClassScores.logarithms(outputs.get(0));
    NDArray toLabel = ClassScores.crossEntropy(logarithms, targets.get(0));
    NDArray toAll = logarithms.mean(new int[] {1}, true).neg();
    NDArray smoothing = targets.get(1).reshape(-1, 1);
    return toLabel.add(toAll.sub(toLabel).mul(smoothing)).mean();
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
