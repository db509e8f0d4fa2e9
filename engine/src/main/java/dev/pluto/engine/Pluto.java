package dev.pluto.engine;

import com.google.inject.Guice;
import dev.pluto.engine.host.PluginHost;
import dev.pluto.engine.host.PluginStatus;
import dev.pluto.engine.pretrain.TrainingJob;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.report.CalibrationReport;
import dev.pluto.engine.report.CompressionResult;
import dev.pluto.engine.report.Inspection;
import dev.pluto.engine.report.ModelProfile;
import dev.pluto.engine.report.QualityReport;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.hardware.ChipFolders;
import dev.pluto.spi.hardware.HardwareTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one public entry. Methods report wrong input as {@link dev.pluto.spi.ProblemException}, whose
 * kind decides the exit code.
 */
public interface Pluto extends AutoCloseable {
  /**
   * Opens the engine and loads the plugins of an installation.
   *
   * @throws dev.pluto.spi.ProblemException (usage) if a folder can't be read or the cache can't be
   *     written; broken plugins are no error, see {@link #plugins}
   */
  static Pluto open(PlutoSettings settings) {
    ChipFolders chips = settings::chipDirectories;
    PluginHost host =
        PluginHost.open(
            settings.pluginDirectories(),
            settings.cacheDirectory(),
            Map.of(ChipFolders.class, chips));
    return Guice.createInjector(new EngineModule(host)).getInstance(Pluto.class);
  }

  /** Compresses a model. */
  CompressionResult compress(Recipe recipe, ProgressListener listener);

  /** Continues an interrupted run; the result is that of the uninterrupted one. */
  CompressionResult resume(Path runDirectory, ProgressListener listener);

  /**
   * Makes the page of a finished run again from the files that it wrote.
   *
   * @return the page
   * @throws dev.pluto.spi.ProblemException (usage) if a file is missing or damaged, or the page
   *     can't be written
   */
  Path report(Path runDirectory);

  /**
   * Looks at a model.
   *
   * @param hardware a chip to tell which operators it does not run; absent for none
   */
  Inspection inspect(Path model, Map<String, List<Long>> inputShapes, Optional<String> hardware);

  /**
   * Measures a model's quality in ONNX Runtime.
   *
   * @param reference the original model, for a task that compares with it and for no other
   */
  QualityReport evaluate(
      Path model,
      Recipe.TaskSection task,
      Optional<Path> reference,
      long seed,
      ProgressListener listener);

  /**
   * Prices a model.
   *
   * @param precision as in "w8a8"; absent for the file's own
   * @param measure whether the whole model is measured on the chip, too
   */
  ModelProfile profile(
      Path model,
      String hardware,
      Optional<String> precision,
      boolean measure,
      Map<String, List<Long>> inputShapes,
      ProgressListener listener);

  /**
   * Trains the weights of a network and writes it as an ONNX file.
   *
   * @param network a graph whose constants hold the weights to start from
   * @return quality of the written file on validation samples
   */
  QualityReport train(Graph network, TrainingJob job, Path file, ProgressListener listener);

  /** All plugin archives found, loaded or not. Asks all hardware backends for their chips. */
  List<PluginStatus> plugins();

  /** The same without chips, for work that needs none: backends may have to read descriptions. */
  List<PluginStatus> pluginsWithoutChips();

  /** All hardware targets. */
  List<HardwareTarget> hardware();

  /**
   * The chip that a file describes, wherever the file lies.
   *
   * @throws dev.pluto.spi.ProblemException (usage) with everything that is wrong in the file, or if
   *     no plugin reads such files
   */
  HardwareTarget hardwareDescribedBy(Path file);

  /**
   * Fits the description of a chip to measured latencies of models and writes the fitted
   * description, whole or not at all.
   *
   * @param description the chip's file
   * @param table measurements (CSV) with the columns model, precision and latency_ms or latency_us
   * @param models folder that the names of models refer to
   * @param where values that columns of the table must have in a row that counts
   * @param out the file to write
   * @throws dev.pluto.spi.ProblemException (usage) with everything that is wrong in the files;
   *     (model) if a model can't be taken
   */
  CalibrationReport calibrate(
      Path description,
      Path table,
      Path models,
      Map<String, String> where,
      Path out,
      ProgressListener listener);

  @Override
  void close();
}
