package dev.pluto.engine.search;

import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.lagrangian.Reachable;
import dev.pluto.engine.report.Amount;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds out whether the budgets can be met at all, and what the smallest possible values are. */
public final class Infeasibility {
  private Infeasibility() {}

  /**
   * The problem to report if no candidate meets the budgets. The cheapest candidate is found by
   * descent on the cost model and then weighed and measured for real.
   *
   * @param truth the truth about a candidate
   */
  public static Optional<ProblemException> check(
      SearchSpace space,
      CalibratedCosts costs,
      Constraints constraints,
      Function<int[], OptionalDouble[]> truth) {
    TableProblem problem = table(space, costs, constraints);
    int[] cheapest = Reachable.smallestRatio(problem);
    costs.calibrate(cheapest, truth.apply(cheapest));
    return problem.violation(problem.costs(cheapest)) > 0
        ? Optional.of(problem(space, costs, constraints))
        : Optional.empty();
  }

  /** The table of the smallest reachable values. */
  static ProblemException problem(
      SearchSpace space, CalibratedCosts costs, Constraints constraints) {
    TableProblem problem = table(space, costs, constraints);
    int[] together = Reachable.smallestRatio(problem);
    List<Problem> missed = new ArrayList<>();
    List<Problem> met = new ArrayList<>();
    for (int c = 0; c < constraints.size(); c++) {
      Metric metric = costs.model().metrics().get(constraints.metrics().get(c)).metric();
      int[] alone = Reachable.smallest(problem, c);
      double budget = constraints.budgets().get(c);
      double smallest = problem.costs(alone)[c];
      double joint = problem.costs(together)[c];
      String verdict = joint <= budget ? "can be met" : "cannot be met";
      (joint <= budget ? met : missed)
          .add(
              new Problem(
                  "budgets." + metric.id(),
                  "%s %s; smallest reachable alone %s, together with the other budgets %s (%s)"
                      .formatted(
                          new Amount(budget, metric.unit()),
                          verdict,
                          new Amount(smallest, metric.unit()),
                          new Amount(joint, metric.unit()),
                          settings(space, alone))));
    }
    // The culprits first; the others complete the table.
    missed.addAll(met);
    return new ProblemException(ProblemException.Kind.BUDGET, missed);
  }

  private static TableProblem table(
      SearchSpace space, CalibratedCosts costs, Constraints constraints) {
    double[][] none =
        space.decisions().stream()
            .map(d -> new double[d.settings().size()])
            .toArray(double[][]::new);
    return new TableProblem(none, costs, constraints, constraints.limits());
  }

  private static String settings(SearchSpace space, int[] settings) {
    int most = 6;
    String list =
        space
            .inForce(settings)
            .filter(d -> settings[d] > 0)
            .limit(most)
            .mapToObj(d -> space.decisions().get(d).id() + " = " + space.label(d, settings[d]))
            .collect(Collectors.joining(", "));
    long changed = space.inForce(settings).filter(d -> settings[d] > 0).count();
    return changed > most ? list + ", and " + (changed - most) + " more" : list;
  }
}
