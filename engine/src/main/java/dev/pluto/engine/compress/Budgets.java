package dev.pluto.engine.compress;

import dev.pluto.engine.recipe.Budget;
import dev.pluto.engine.search.Constraints;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.metric.MetricType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Turns budgets into constraints on the metrics of a cost model. */
final class Budgets {
  private Budgets() {}

  /**
   * The constraints.
   *
   * @param metrics the metrics of the cost model
   * @param baseline what the given model takes, by metric; relative budgets refer to it
   * @throws ProblemException (USAGE) if the target can't price a metric
   */
  static Constraints constraints(
      List<Budget> budgets, List<MetricType> metrics, double[] baseline, String hardware) {
    List<Integer> indices = new ArrayList<>();
    List<Double> limits = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    List<String> ids = metrics.stream().map(m -> m.metric().id()).toList();
    for (Budget budget : budgets) {
      int index = ids.indexOf(budget.metric());
      if (index < 0) {
        problems.add(
            new Problem(
                "budgets." + budget.metric(),
                "hardware '" + hardware + "' has no price for it",
                ids.stream().sorted().collect(Collectors.joining(", "))));
      } else {
        indices.add(index);
        limits.add(budget.limit(baseline[index]));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    return new Constraints(indices, limits);
  }
}
