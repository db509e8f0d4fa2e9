package dev.pluto.engine.compress;

import dev.pluto.engine.data.OpenedData;
import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.search.SearchSpace;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.Task;
import java.util.List;
import java.util.TreeSet;

/** What training cannot do without; each is checked as soon as it can be. */
final class Requirements {
  private Requirements() {}

  /** Samples for a batch. */
  static void batch(Recipe recipe, OpenedData data) {
    int samples = data.dataset().training().size();
    if (samples < recipe.search().batch()) {
      throw usage(
          "search.batch",
          "%d training samples in %s do not fill a batch of %d"
              .formatted(samples, recipe.task().data().path(), recipe.search().batch()),
          "at most " + samples);
    }
  }

  /** Something to train on: for a task without targets, that is the loss terms of operators. */
  static void loss(Task<?> task, SearchSpace space) {
    if (task.comparesWithOriginal() && space.lossTerms().isEmpty()) {
      throw usage(
          "operators",
          "task '%s' has no targets, and none of %s adds a loss: there is nothing to train on"
              .formatted(task.name(), String.join(", ", new TreeSet<>(space.operators()))),
          "distillation among them");
    }
  }

  /**
   * Outputs that a gradient reaches. A task with targets compares the model's own outputs with
   * them; one that compares with the original can look at what those are computed from instead.
   *
   * @param trained the values that training would look at
   */
  static void trained(Task<?> task, Graph graph, List<ValueInfo> trained) {
    if (trained.isEmpty()) {
      throw new ProblemException(
          ProblemException.Kind.MODEL,
          new Problem("model", "nothing in front of its outputs can be trained"));
    }
    ValueInfo first = graph.outputs().get(0);
    if (!task.comparesWithOriginal() && !trained.get(0).equals(first)) {
      throw usage(
          "task.name",
          "no gradient reaches output '%s', which task '%s' compares with targets"
              .formatted(first.name(), task.name()),
          "unlabelled, which compares '%s' with that of the original"
              .formatted(trained.get(0).name()));
    }
  }

  private static ProblemException usage(String place, String what, String allowed) {
    return new ProblemException(ProblemException.Kind.USAGE, new Problem(place, what, allowed));
  }
}
