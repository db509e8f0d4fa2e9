package dev.pluto.engine.compress;

import dev.pluto.engine.recipe.Budget;
import dev.pluto.engine.search.Constraints;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.MetricType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Turns budgets into constraints on the metrics of a cost model. */
final class Budgets {
  private Budgets() {}

  /**
   * Checks that the target prices whatever is budgeted and can be had from a target alone.
   *
   * @param metrics all metrics
   * @param targets all targets, to name those that price what this one does not
   * @throws ProblemException (USAGE) with every metric that it does not price
   */
  static void requirePriced(
      List<Budget> budgets,
      List<MetricType> metrics,
      HardwareTarget target,
      List<HardwareTarget> targets) {
    List<Problem> problems = new ArrayList<>();
    for (MetricType type : metrics) {
      String metric = type.metric().id();
      if (type.evaluation() instanceof Evaluation.ByTarget
          && !target.metrics().contains(metric)
          && budgets.stream().anyMatch(b -> b.metric().equals(metric))) {
        String others =
            targets.stream()
                .filter(t -> t.metrics().contains(metric))
                .map(HardwareTarget::id)
                .collect(Collectors.joining(", "));
        problems.add(
            new Problem(
                "budgets." + metric,
                "hardware '" + target.id() + "' has no price for it",
                others.isEmpty() ? "on no hardware that is installed" : "on " + others));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
  }

  /**
   * The constraints.
   *
   * @param metrics the metrics of the cost model, all budgeted ones among them
   * @param baseline what the given model takes, by metric; relative budgets refer to it
   */
  static Constraints constraints(
      List<Budget> budgets, List<MetricType> metrics, double[] baseline) {
    List<Integer> indices = new ArrayList<>();
    List<Double> limits = new ArrayList<>();
    List<String> ids = metrics.stream().map(m -> m.metric().id()).toList();
    for (Budget budget : budgets) {
      int index = ids.indexOf(budget.metric());
      indices.add(index);
      limits.add(budget.limit(baseline[index]));
    }
    return new Constraints(indices, limits);
  }
}
