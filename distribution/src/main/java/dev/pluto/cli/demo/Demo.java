package dev.pluto.cli.demo;

import dev.pluto.engine.Pluto;
import dev.pluto.engine.pretrain.TrainingJob;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.recipe.RecipeOverride;
import dev.pluto.engine.recipe.RecipeReader;
import dev.pluto.engine.report.QualityReport;
import dev.pluto.spi.graph.Graph;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes everything that a compression needs: images, a network that is trained on them, a recipe.
 */
public final class Demo {
  private static final int TRAINING_PER_CLASS = 300;
  private static final int TEST_PER_CLASS = 100;
  private static final List<Integer> WIDTHS = List.of(16, 32, 64);
  private static final double TRAINING_EPOCHS = 8;
  private static final int BATCH = 64;
  private static final double RATE = 0.005;
  private static final String RECIPE =
      """
      # What the demonstration runs; again, and with other budgets:
      #   pluto compress recipe.yaml --budget latency=40%% --out another
      model: network.onnx
      task:
        name: classification
        data: {format: image-folder, path: images}
      hardware: onnxruntime-cpu
      budgets: {macs: 50%%, storage: 30%%, peak-memory: 70%%, latency: 70%%}
      search: {epochs: 4, batch: 64, seed: %d}
      recover: {epochs: 8}
      out: run
      """;

  private final DemoFolder folder;
  private final long seed;

  private Demo(DemoFolder folder, long seed) {
    this.folder = folder;
    this.seed = seed;
  }

  /** A demonstration in a folder, or in the next free one under {@code runs/}. */
  public static Demo in(Optional<Path> folder, long seed) {
    return new Demo(folder.map(DemoFolder::empty).orElseGet(DemoFolder::next), seed);
  }

  /** Number of classes. */
  public int classes() {
    return Motif.values().length;
  }

  /** Where the files go. */
  public Path folder() {
    return folder.folder();
  }

  /** Draws the images. */
  public void draw() {
    folder.writeImages("train", TRAINING_PER_CLASS, seed);
    folder.writeImages("test", TEST_PER_CLASS, ~seed);
  }

  /** Trains a network on them; returns its quality on the test images. */
  public QualityReport train(Pluto pluto, ProgressListener listener) {
    Recipe.TaskSection task =
        RecipeReader.task(
            List.of(
                RecipeOverride.set("task.name", "classification"),
                RecipeOverride.set("task.data.format", "image-folder"),
                RecipeOverride.set("task.data.path", folder.images().toAbsolutePath().toString())));
    Graph network = ResidualNetwork.build(ImagePainter.SIDE, WIDTHS, classes(), seed);
    TrainingJob job = new TrainingJob(task, TRAINING_EPOCHS, BATCH, RATE, seed);
    return pluto.train(network, job, folder.network(), listener);
  }

  /** Writes the recipe and reads it as {@code compress} does. */
  public Recipe recipe() {
    folder.writeRecipe(RECIPE.formatted(seed));
    return RecipeReader.read(folder.recipe(), List.of());
  }
}
