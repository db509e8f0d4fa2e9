package dev.pluto.engine.examine;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.data.OpenedData;
import dev.pluto.engine.host.PluginHost;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.report.QualityReport;
import dev.pluto.engine.verify.OnnxRuntimeModel;
import dev.pluto.engine.verify.QualityMeasurement;
import dev.pluto.spi.task.QualityMetric;
import dev.pluto.spi.task.Samples;
import dev.pluto.spi.task.Task;
import java.nio.file.Path;
import java.util.Map;

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

  /** Quality on the validation samples. */
  public QualityReport evaluate(
      Path file, Recipe.TaskSection section, long seed, ProgressListener listener) {
    Task<?> task = host.task(section.name(), "task.name");
    ImportedModel imported = ImportedModel.read(file, operators);
    try (OnnxRuntimeModel model =
            OnnxRuntimeModel.open(
                imported.bytes(), file.toString(), Runtime.getRuntime().availableProcessors());
        OpenedData data = OpenedData.open(task, section, imported.given(), model, seed)) {
      return measure(file, task, model, data, listener);
    }
  }

  /** Quality of a model that runs already. */
  public static QualityReport measure(
      Path file, Task<?> task, OnnxRuntimeModel model, OpenedData data, ProgressListener listener) {
    Samples samples = data.dataset().validation();
    long start = System.nanoTime();
    listener.stageStarted(STAGE, samples.size());
    double quality =
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
        quality,
        metric.unit(),
        samples.size(),
        data.dataset().validationOrigin(),
        data.normalization().normalization().name());
  }
}
