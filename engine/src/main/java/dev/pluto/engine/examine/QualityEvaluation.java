package dev.pluto.engine.examine;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.data.OpenedData;
import dev.pluto.engine.host.PluginHost;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.report.Quality;
import dev.pluto.engine.report.QualityReport;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.engine.verify.QualityMeasurement;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.QualityMetric;
import dev.pluto.spi.task.Samples;
import dev.pluto.spi.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures a model's quality in ONNX Runtime, quantized or not. */
public final class QualityEvaluation {
  private static final String STAGE = "evaluate";

  private final PluginHost host;

  private final Operators operators;

  /** Evaluates with the tasks of these plugins. */
  public QualityEvaluation(PluginHost host, Operators operators) {
    this.host = host;
    this.operators = operators;
  }

  /**
   * Quality on the validation samples.
   *
   * @param reference the original model, for a task that compares with it
   * @throws ProblemException (USAGE) if the task needs a reference and there is none, or has no use
   *     for one; or if the reference has other inputs or outputs than the model
   */
  public QualityReport evaluate(
      Path file,
      Recipe.TaskSection section,
      Optional<Path> reference,
      long seed,
      ProgressListener listener) {
    Task<?> task = host.task(section.name(), "task.name");
    requireReference(task, reference);
    ImportedModel imported = ImportedModel.read(file, operators);
    try (OnnxRuntimeModel model = running(imported, file)) {
      if (reference.isEmpty()) {
        return measure(file, task, section, imported, model, model, seed, listener);
      }
      ImportedModel original = ImportedModel.read(reference.get(), operators);
      try (OnnxRuntimeModel answering = running(original, reference.get())) {
        requireSameNames(reference.get(), "inputs", answering.inputs(), model.inputs());
        requireSameNames(reference.get(), "outputs", answering.outputs(), model.outputs());
        return measure(file, task, section, imported, model, answering, seed, listener);
      }
    }
  }

  private static OnnxRuntimeModel running(ImportedModel model, Path file) {
    return OnnxRuntimeModel.open(
        model.bytes(), file.toString(), Runtime.getRuntime().availableProcessors());
  }

  private static void requireReference(Task<?> task, Optional<Path> reference) {
    if (task.comparesWithOriginal() && reference.isEmpty()) {
      throw usage(
          "reference",
          "task '%s' compares with the original model, and none is named".formatted(task.name()),
          "--reference ORIGINAL.onnx");
    }
    if (!task.comparesWithOriginal() && reference.isPresent()) {
      throw usage(
          "reference",
          "task '%s' compares with the targets of its samples, not with a model"
              .formatted(task.name()),
          "no --reference");
    }
  }

  private static void requireSameNames(
      Path reference, String what, List<ValueInfo> found, List<ValueInfo> expected) {
    List<String> names = found.stream().map(ValueInfo::name).toList();
    List<String> allowed = expected.stream().map(ValueInfo::name).toList();
    if (!names.equals(allowed)) {
      throw usage(
          reference.toString(),
          "its %s are %s".formatted(what, String.join(", ", names)),
          String.join(", ", allowed) + ", as in the model that is evaluated");
    }
  }

  private static ProblemException usage(String place, String what, String allowed) {
    return new ProblemException(ProblemException.Kind.USAGE, new Problem(place, what, allowed));
  }

  private static QualityReport measure(
      Path file,
      Task<?> task,
      Recipe.TaskSection section,
      ImportedModel imported,
      OnnxRuntimeModel model,
      OnnxRuntimeModel original,
      long seed,
      ProgressListener listener) {
    try (OpenedData data =
        OpenedData.open(task, section, imported.given(), model, original, seed)) {
      data.normalization().explanation(task.qualityMetric()).ifPresent(listener::message);
      return measure(file, task, model, data, listener);
    }
  }

  /** Quality of a model that runs already. */
  public static QualityReport measure(
      Path file, Task<?> task, OnnxRuntimeModel model, OpenedData data, ProgressListener listener) {
    Samples samples = data.dataset().validation();
    long start = System.nanoTime();
    listener.stageStarted(STAGE, samples.size());
    Quality quality =
        QualityMeasurement.of(
            model,
            task,
            samples,
            Integer.MAX_VALUE,
            done -> listener.progress(STAGE, done, Map.of()));
    listener.stageFinished(STAGE, (System.nanoTime() - start) / 1e9);
    QualityMetric metric = task.qualityMetric();
    return new QualityReport(
        String.valueOf(file.getFileName()),
        task.name(),
        metric.name(),
        metric.higherIsBetter(),
        quality.value(),
        metric.unit(),
        quality.further(),
        samples.size(),
        data.dataset().validationOrigin(),
        data.normalization().normalization().name());
  }
}
