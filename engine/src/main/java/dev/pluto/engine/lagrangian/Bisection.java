package dev.pluto.engine.lagrangian;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the search starts: the multipliers and the choice that a Lagrangian bisection finds on the
 * sensitivity table. For given multipliers the Lagrangian Σ loss + Σ λ·cost/budget is minimised by
 * descent over one decision at a time, since costs are not separable; a bisection finds the
 * smallest common factor of the multipliers at which the budgets hold, and the mix of multipliers
 * is adapted so that slack constraints lose weight.
 */
public final class Bisection {
  private static final int ROUNDS = 6;
  private static final int HALVINGS = 18;
  private static final int SWEEPS = 4;

  /**
   * The result.
   *
   * @param settings the choice; meets all budgets if the smallest settings do
   * @param multipliers multipliers in units of loss, 0 for constraints that do not bind
   */
  @SuppressWarnings("ArrayRecordComponent") // a result that is taken apart at once
  public record Start(int[] settings, double[] multipliers) {}

  private final ChoiceProblem problem;

  /** A bisection of one problem. */
  public Bisection(ChoiceProblem problem) {
    this.problem = problem;
  }

  /** Solves it. */
  public Start solve() {
    int metrics = problem.budgets().length;
    int[] unchanged = new int[problem.decisions()];
    if (problem.violation(problem.costs(unchanged)) == 0) {
      return new Start(unchanged, new double[metrics]);
    }
    double scale = Arrays.stream(problem.losses()).flatMapToDouble(Arrays::stream).max().orElse(1);
    double[] mix = new double[metrics];
    double[] full = problem.costs(unchanged);
    for (int m = 0; m < metrics; m++) {
      mix[m] = Math.max(0, Math.log(full[m] / problem.budgets()[m]));
    }
    Start best = new Start(Reachable.smallestRatio(problem), new double[metrics]);
    double bestLoss = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      Start start = bisect(mix, Math.max(scale, 1e-6));
      double[] costs = problem.costs(start.settings());
      if (problem.violation(costs) == 0 && problem.loss(start.settings()) < bestLoss) {
        best = start;
        bestLoss = problem.loss(start.settings());
      }
      for (int m = 0; m < metrics; m++) {
        double ratio = costs[m] / problem.budgets()[m];
        mix[m] = ratio > 1 ? Math.max(0.1, mix[m] * 2) : mix[m] * (ratio < 0.97 ? 0.4 : 1.2);
      }
    }
    return withoutSlack(best);
  }

  /** Takes away multipliers, the slackest first, as long as the others lead to no more loss. */
  private Start withoutSlack(Start start) {
    double[] costs = problem.costs(start.settings());
    List<Integer> slackestFirst =
        IntStream.range(0, costs.length)
            .boxed()
            .sorted(Comparator.comparingDouble(m -> costs[m] / problem.budgets()[m]))
            .toList();
    Start best = start;
    for (int m : slackestFirst) {
      if (best.multipliers()[m] > 0) {
        double[] others = best.multipliers().clone();
        others[m] = 0;
        Start without = bisect(others, 1);
        if (problem.violation(problem.costs(without.settings())) == 0
            && problem.loss(without.settings()) <= problem.loss(best.settings())) {
          best = without;
        }
      }
    }
    return best;
  }

  private Start bisect(double[] mix, double scale) {
    double low = 0;
    double high = scale;
    int[] settings = new int[problem.decisions()];
    int[] feasible = new int[problem.decisions()];
    double factor = high;
    boolean found = false;
    for (int step = 0; step < HALVINGS; step++) {
      factor = found ? Math.sqrt(Math.max(low, high * 1e-4) * high) : high;
      settings = minimise(times(mix, factor), settings);
      if (problem.violation(problem.costs(settings)) == 0) {
        found = true;
        feasible = settings.clone();
        high = factor;
      } else {
        low = factor;
        high = found ? high : high * 4;
      }
    }
    return new Start(found ? feasible : settings, times(mix, high));
  }

  private int[] minimise(double[] multipliers, int[] from) {
    int[] settings = from.clone();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean changed = false;
      for (int d = 0; d < settings.length; d++) {
        // What does not matter now must be well chosen when other settings make it matter.
        int[] at = problem.showing(settings, d);
        double[][] options = problem.options(at, d);
        double[] losses = problem.lossOptions(at, d);
        int best = settings[d];
        double bestValue = lagrangian(losses[best], options[best], multipliers);
        for (int s = 0; s < options.length; s++) {
          double value = lagrangian(losses[s], options[s], multipliers);
          if (value < bestValue - 1e-12) {
            best = s;
            bestValue = value;
          }
        }
        changed |= best != settings[d];
        settings[d] = best;
      }
      if (!changed) {
        break;
      }
    }
    return settings;
  }

  private double lagrangian(double loss, double[] costs, double[] multipliers) {
    double value = loss;
    for (int m = 0; m < costs.length; m++) {
      value += multipliers[m] * costs[m] / problem.budgets()[m];
    }
    return value;
  }

  private static double[] times(double[] mix, double factor) {
    return Arrays.stream(mix).map(x -> x * factor).toArray();
  }
}
