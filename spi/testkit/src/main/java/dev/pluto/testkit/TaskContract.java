package dev.pluto.testkit;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.DataFormat;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Normalization;
import dev.pluto.spi.task.QualityAccumulator;
import dev.pluto.spi.task.Sample;
import dev.pluto.spi.task.Samples;
import dev.pluto.spi.task.Task;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What the engine relies on in a task. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class TaskContract {
  private static final int LOOKED_AT = 8;

  private final Findings findings = new Findings();

  private TaskContract() {}

  /** The rules that a task breaks, as far as that shows without data. */
  public static List<Violation> check(Task<?> task) {
    TaskContract contract = new TaskContract();
    contract.checkFacts(task);
    return contract.findings.violations();
  }

  /** The rules that a task breaks, also on data that lies on disk. */
  public static <O extends Record> List<Violation> check(
      Task<O> task, O options, DataRequest request) {
    TaskContract contract = new TaskContract();
    contract.checkFacts(task);
    contract.findings.require(
        task.outputs(request.outputs()).size() == request.outputs().size(),
        "a task says of every output what it means",
        task.name());
    try (Dataset dataset = task.open(request, options)) {
      contract.checkData(dataset);
      contract.findings.require(
          !task.comparesWithOriginal() || dataset.validation().get(0).targets().isEmpty(),
          "samples have no targets where the original's outputs take their place",
          task.name());
    }
    return contract.findings.violations();
  }

  private void checkFacts(Task<?> task) {
    findings.requireDescribed(task.name(), task.description(), task.options());
    findings.requireUnique(
        task.formats().stream().map(DataFormat::name).toList(),
        "names of data formats are unique",
        task.name());
    for (DataFormat format : task.formats()) {
      findings.require(
          !format.description().isBlank(),
          "a data format says how it looks on disk",
          format.name());
    }
    findings.require(
        !task.qualityMetric().name().isBlank(), "the quality metric has a name", task.name());
    findings.require(
        refusesEmptyResult(task),
        "an accumulator without samples has no result: IllegalStateException",
        task.name());
    QualityAccumulator first = task.accumulator();
    QualityAccumulator second = task.accumulator();
    findings.require(first != second, "every call makes a fresh accumulator", task.name());
  }

  private static boolean refusesEmptyResult(Task<?> task) {
    try {
      task.accumulator().result();
      return false;
    } catch (IllegalStateException expected) {
      return true;
    }
  }

  private void checkData(Dataset dataset) {
    checkSamples(dataset.training(), "training");
    checkSamples(dataset.validation(), "validation");
    findings.require(
        !dataset.validationOrigin().isBlank(),
        "the data says where its validation samples come from",
        "it says nothing");
    findings.require(
        !dataset.normalizations().isEmpty(),
        "there is at least one normalization",
        "there is none");
    checkShapes(dataset.training());
    for (Normalization normalization : dataset.normalizations()) {
      Samples scaled = dataset.with(normalization).training();
      findings.require(
          scaled.size() == dataset.training().size()
              && shapes(scaled.get(0)).equals(shapes(dataset.training().get(0))),
          "a normalization changes neither number nor shapes of samples",
          normalization.name());
    }
  }

  private void checkSamples(Samples samples, String part) {
    findings.require(samples.size() > 0, "there are samples", part);
    for (int i = 0; i < Math.min(LOOKED_AT, samples.size()); i++) {
      findings.require(
          samples.get(i).equals(samples.get(i)),
          "a sample is the same at every call",
          part + " sample " + i);
    }
  }

  private void checkShapes(Samples training) {
    RandomGenerator random = new SplittableRandom(1);
    List<Shape> first = shapes(training.augmented(0, random));
    for (int i = 0; i < Math.min(LOOKED_AT, training.size()); i++) {
      List<Shape> shapes = shapes(training.augmented(i, random));
      findings.require(
          shapes.equals(first),
          "augmented samples have equal shapes",
          "sample " + i + ": " + shapes + " beside " + first);
    }
  }

  private static List<Shape> shapes(Sample sample) {
    return Stream.concat(sample.inputs().stream(), sample.targets().stream())
        .map(Tensor::shape)
        .toList();
  }
}
