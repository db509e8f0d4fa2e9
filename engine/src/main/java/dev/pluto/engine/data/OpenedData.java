package dev.pluto.engine.data;

import dev.pluto.engine.recipe.OptionBinder;
import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Task;

/**
 * The samples of a run, scaled as the model expects them.
 *
 * @param normalization how they are scaled, and what was tried
 */
public record OpenedData(Dataset dataset, NormalizationChoice normalization)
    implements AutoCloseable {
  /**
   * Opens the data that a task section names, for a trained model.
   *
   * @param model the trained model; shows how samples are to be scaled
   * @param original the model whose outputs are the targets of validation samples if the task
   *     compares with the original; may be {@code model}
   */
  public static <O extends Record> OpenedData open(
      Task<O> task,
      Recipe.TaskSection section,
      Graph graph,
      OnnxRuntimeModel model,
      OnnxRuntimeModel original,
      long seed) {
    Dataset dataset = dataset(task, section, graph, seed);
    OpenedData opened =
        scaled(dataset, NormalizationChoice.of(section.data().normalize(), dataset, task, model));
    return task.comparesWithOriginal()
        ? new OpenedData(new OriginalAsTarget(opened.dataset(), original), opened.normalization())
        : opened;
  }

  /**
   * Opens the data for a network that is not trained yet, so that the most usual scaling is right.
   */
  public static <O extends Record> OpenedData openUntrained(
      Task<O> task, Recipe.TaskSection section, Graph graph, long seed) {
    Dataset dataset = dataset(task, section, graph, seed);
    return scaled(dataset, NormalizationChoice.ofUntrained(section.data().normalize(), dataset));
  }

  private static <O extends Record> Dataset dataset(
      Task<O> task, Recipe.TaskSection section, Graph graph, long seed) {
    O options = OptionBinder.bind(task.options(), section.options(), "task.options");
    return DataOpening.open(task, options, section.data(), graph, seed);
  }

  private static OpenedData scaled(Dataset dataset, NormalizationChoice choice) {
    return new OpenedData(dataset.with(choice.normalization()), choice);
  }

  @Override
  public void close() {
    dataset.close();
  }
}
