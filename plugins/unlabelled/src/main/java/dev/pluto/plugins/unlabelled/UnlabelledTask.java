package dev.pluto.plugins.unlabelled;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.plugins.samples.HoldOut;
import dev.pluto.plugins.samples.files.FolderParts;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.search.LossTerm;
import dev.pluto.spi.task.DataFormat;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.spi.task.QualityAccumulator;
import dev.pluto.spi.task.QualityMetric;
import dev.pluto.spi.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * Whatever the model does, learned from itself: inputs without labels, of which the original
 * model's outputs are the right ones.
 */
@Extension
public final class UnlabelledTask implements Task<UnlabelledOptions> {
  private static final List<InputFormat> FORMATS =
      List.of(new ImageFormat(), new NpyFormat(), new NpzFormat());

  /** Keeps the loss finite where the original's outputs are all 0. */
  private static final float SMALLEST_SQUARES = 1e-12f;

  @Override
  public String name() {
    return "unlabelled";
  }

  @Override
  public String description() {
    return "samples without labels; quality is the likeness to the original model's outputs";
  }

  @Override
  public Class<UnlabelledOptions> options() {
    return UnlabelledOptions.class;
  }

  @Override
  public List<DataFormat> formats() {
    return List.copyOf(FORMATS);
  }

  @Override
  public boolean comparesWithOriginal() {
    return true;
  }

  @Override
  public Dataset open(DataRequest request, UnlabelledOptions options) {
    requireFloats(request.outputs());
    InputFormat format =
        FORMATS.stream()
            .filter(f -> f.name().equals(request.format()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("no format '" + request.format() + "'"));
    FolderParts parts = format.parts(request.path());
    Optional<Path> held =
        request.validation().map(path -> format.parts(path).test().orElse(path)).or(parts::test);
    InputFormat.Opened opened = format.open(parts.training(), held, request, options);
    Inputs training = opened.training();
    Inputs validation;
    String origin;
    if (opened.validation().isPresent()) {
      validation = opened.validation().get();
      origin = String.valueOf(held.orElse(request.path()));
    } else {
      HoldOut split = HoldOut.tenth(training.size(), request.seed());
      validation = training.subset(split.validation());
      origin = "a tenth of " + request.path() + ", drawn with seed " + request.seed();
      training = training.subset(split.training());
    }
    if (request.limit().isPresent() && request.limit().getAsInt() < training.size()) {
      training = training.subset(IntStream.range(0, request.limit().getAsInt()).boxed().toList());
    }
    return new UnlabelledDataset(
        training, validation, origin, opened.scalings(), opened.scalings().get(0));
  }

  private static void requireFloats(List<ValueInfo> outputs) {
    if (outputs.stream().noneMatch(output -> output.dataType().isFloat())) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          outputs.stream()
              .map(
                  output ->
                      new Problem(
                          "task unlabelled, model output '" + output.name() + "'",
                          "it is " + output.dataType() + ", which has no likeness to measure",
                          "at least one output in floating point"))
              .toList());
    }
  }

  /** Squared error over the squares of the original's outputs, the mean over outputs. */
  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    NDArray sum = relativeError(outputs.get(0), targets.get(0));
    for (int i = 1; i < outputs.size(); i++) {
      sum = sum.add(relativeError(outputs.get(i), targets.get(i)));
    }
    return sum.div(LossTerm.number(sum, outputs.size()));
  }

  private static NDArray relativeError(NDArray output, NDArray target) {
    NDArray squares = target.square().sum().add(SMALLEST_SQUARES);
    return output.sub(target).square().sum().div(squares);
  }

  @Override
  public QualityMetric qualityMetric() {
    return new QualityMetric("cosine similarity", "", true);
  }

  @Override
  public QualityAccumulator accumulator() {
    return new Fidelity();
  }

  /** Nothing is known of them; how they are computed may tell the engine. */
  @Override
  public List<OutputMeaning> outputs(List<ValueInfo> outputs) {
    return outputs.stream().<OutputMeaning>map(output -> new OutputMeaning.Unknown()).toList();
  }
}
