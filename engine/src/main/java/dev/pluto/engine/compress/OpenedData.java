package dev.pluto.engine.compress;

import dev.pluto.engine.data.DataOpening;
import dev.pluto.engine.data.NormalizationChoice;
import dev.pluto.engine.recipe.OptionBinder;
import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.verify.OnnxRuntimeModel;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Task;

/**
 * The samples of a run, scaled as the model expects them.
 *
 * @param normalization how they are scaled, and what was tried
 */
record OpenedData(Dataset dataset, NormalizationChoice normalization) implements AutoCloseable {
  /** Opens the data of a recipe for a model. */
  static <O extends Record> OpenedData open(
      Task<O> task, Recipe.TaskSection section, Graph graph, OnnxRuntimeModel model, long seed) {
    O options = OptionBinder.bind(task.options(), section.options(), "task.options");
    Dataset dataset = DataOpening.open(task, options, section.data(), graph, seed);
    NormalizationChoice choice =
        NormalizationChoice.of(section.data().normalize(), dataset, task, model);
    return new OpenedData(dataset.with(choice.normalization()), choice);
  }

  @Override
  public void close() {
    dataset.close();
  }
}
