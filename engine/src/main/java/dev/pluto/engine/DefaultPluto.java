package dev.pluto.engine;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.calibrate.ChipCalibration;
import dev.pluto.engine.compress.CompressionRun;
import dev.pluto.engine.examine.ModelInspector;
import dev.pluto.engine.examine.ModelProfiler;
import dev.pluto.engine.examine.QualityEvaluation;
import dev.pluto.engine.host.PluginHost;
import dev.pluto.engine.host.PluginStatus;
import dev.pluto.engine.pretrain.Pretraining;
import dev.pluto.engine.pretrain.TrainingJob;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.recipe.RecipeReader;
import dev.pluto.engine.report.CalibrationReport;
import dev.pluto.engine.report.CompressionResult;
import dev.pluto.engine.report.Inspection;
import dev.pluto.engine.report.ModelProfile;
import dev.pluto.engine.report.QualityReport;
import dev.pluto.engine.report.page.FinishedRun;
import dev.pluto.engine.report.page.ReportPage;
import dev.pluto.engine.run.RunDirectory;
import dev.pluto.engine.run.WholeFile;
import dev.pluto.engine.runtime.OnnxRuntimeLibrary;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.hardware.HardwareTarget;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The engine behind the facade. */
final class DefaultPluto implements Pluto {
  private final PluginHost host;
  private final Operators operators;

  @Inject
  DefaultPluto(PluginHost host, Operators operators) {
    this.host = host;
    this.operators = operators;
  }

  @Override
  public CompressionResult compress(Recipe recipe, ProgressListener listener) {
    CompressionRun run = new CompressionRun(host, operators, recipe, listener);
    try (RunDirectory directory = RunDirectory.create(recipe.out(), run.name())) {
      try {
        return run.in(directory);
      } catch (ProblemException e) {
        // There is nothing to go on from, and the folder would be in the way of the next attempt.
        if (!directory.hasCheckpoint()) {
          directory.discard();
        }
        throw e;
      }
    }
  }

  @Override
  public CompressionResult resume(Path runDirectory, ProgressListener listener) {
    try (RunDirectory directory = RunDirectory.reopen(runDirectory)) {
      Recipe recipe = RecipeReader.read(directory.file("recipe.yaml"), List.of());
      return new CompressionRun(host, operators, recipe, listener).in(directory);
    }
  }

  @Override
  public Path report(Path runDirectory) {
    Path page = runDirectory.resolve(ReportPage.FILE);
    WholeFile.write(
        page,
        new ReportPage(FinishedRun.read(runDirectory)).html().getBytes(StandardCharsets.UTF_8));
    return page;
  }

  @Override
  public Inspection inspect(
      Path model, Map<String, List<Long>> inputShapes, Optional<String> hardware) {
    return new ModelInspector(operators)
        .inspect(model, inputShapes, hardware.map(id -> host.hardware(id, "--hardware")));
  }

  @Override
  public QualityReport evaluate(
      Path model,
      Recipe.TaskSection task,
      Optional<Path> reference,
      long seed,
      ProgressListener listener) {
    return new QualityEvaluation(host, operators).evaluate(model, task, reference, seed, listener);
  }

  @Override
  public ModelProfile profile(
      Path model,
      String hardware,
      Optional<String> precision,
      boolean measure,
      Map<String, List<Long>> inputShapes,
      ProgressListener listener) {
    return new ModelProfiler(host, operators)
        .profile(model, hardware, precision, measure, inputShapes, listener);
  }

  @Override
  public QualityReport train(Graph network, TrainingJob job, Path file, ProgressListener listener) {
    return new Pretraining(host, operators).train(network, job, file, listener);
  }

  @Override
  public List<PluginStatus> plugins() {
    return host.statuses();
  }

  @Override
  public List<PluginStatus> pluginsWithoutChips() {
    return host.statusesWithoutChips();
  }

  @Override
  public List<HardwareTarget> hardware() {
    // Targets may ask the library for its version.
    OnnxRuntimeLibrary.environment();
    return host.hardware();
  }

  @Override
  public HardwareTarget hardwareDescribedBy(Path file) {
    return host.hardwareDescribedBy(file);
  }

  @Override
  public CalibrationReport calibrate(
      Path description,
      Path table,
      Path models,
      Map<String, String> where,
      Path out,
      ProgressListener listener) {
    return new ChipCalibration(host, operators)
        .calibrate(description, table, models, where, out, listener);
  }

  @Override
  public void close() {
    host.close();
  }
}
