package dev.pluto.engine.lagrangian;

import java.util.function.ToDoubleFunction;

/** The smallest costs that any choice reaches, found by descent over one decision at a time. */
public final class Reachable {
  private Reachable() {}

  /** A choice at which one metric is as small as descent gets it. */
  public static int[] smallest(ChoiceProblem problem, int metric) {
    return descend(problem, costs -> costs[metric]);
  }

  /** A choice at which the largest ratio of cost to budget is as small as descent gets it. */
  public static int[] smallestRatio(ChoiceProblem problem) {
    return descend(
        problem,
        costs -> {
          double largest = 0;
          double sum = 0;
          for (int m = 0; m < costs.length; m++) {
            double ratio = costs[m] / problem.budgets()[m];
            largest = Math.max(largest, ratio);
            sum += ratio;
          }
          // The sum breaks ties, so that metrics below the largest go down as well.
          return largest + 1e-3 * sum;
        });
  }

  private static int[] descend(ChoiceProblem problem, ToDoubleFunction<double[]> value) {
    int[] settings = new int[problem.decisions()];
    for (int d = 0; d < settings.length; d++) {
      settings[d] = problem.losses()[d].length - 1;
    }
    double best = value.applyAsDouble(problem.costs(settings));
    boolean improved = true;
    while (improved) {
      improved = false;
      for (int d = 0; d < settings.length; d++) {
        double[][] options = problem.options(settings, d);
        for (int s = 0; s < options.length; s++) {
          double candidate = value.applyAsDouble(options[s]);
          if (candidate < best) {
            best = candidate;
            settings[d] = s;
            improved = true;
          }
        }
      }
    }
    return settings;
  }
}
