package dev.pluto.engine.search;

import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.cost.Costing;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.TrainingSession;
import java.util.Optional;
import java.util.function.Function;

/**
 * The constrained optimization of a run: what is searched and trained, what it costs and may cost,
 * and what it runs on.
 *
 * @param session native memory and compiled functions
 * @param search network, decisions, task and samples
 * @param teacher the original model in training form
 * @param costing makes cost models
 * @param costs of the candidates of the search space
 * @param constraints the budgets
 * @param truth writes candidates and measures them
 * @param listener told of every step
 */
public record Optimization(
    TrainingSession session,
    SearchTask search,
    TrainableGraph teacher,
    Costing costing,
    CalibratedCosts costs,
    Constraints constraints,
    Truth truth,
    ProgressListener listener) {

  /** The choice of settings as a table of losses and the cost model see it. */
  public TableProblem problem(double[][] losses, double[] budgets) {
    return new TableProblem(losses, costs, constraints, budgets);
  }

  /** The loss that weights descend, in units of {@code scale}. */
  public Objective objective(double scale) {
    return objective(scale, Optional::of);
  }

  /**
   * The same for a graph that was made of the searched one.
   *
   * @param names the value of the graph that stands for a value of the searched one
   */
  Objective objective(double scale, Function<String, Optional<String>> names) {
    return new Objective(search.task(), search.space().lossTerms(), teacher, names, scale);
  }
}
