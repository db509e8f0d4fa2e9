package dev.pluto.engine.lagrangian;

import java.util.Optional;

/**
 * Makes a choice feasible and then as good as single changes can make it: while a budget is
 * violated, the change with the least rise of loss per gain; while all hold, the change that takes
 * back the most loss and still fits.
 */
public final class Projection {
  private record Change(int decision, int setting, double score) {}

  private final ChoiceProblem problem;
  private final double[] weights;

  /**
   * A projection.
   *
   * @param multipliers what a constraint's gain is worth; where 0, a small floor counts
   */
  public Projection(ChoiceProblem problem, double[] multipliers) {
    this.problem = problem;
    double largest = 0;
    for (double multiplier : multipliers) {
      largest = Math.max(largest, multiplier);
    }
    this.weights = multipliers.clone();
    for (int m = 0; m < weights.length; m++) {
      weights[m] = Math.max(weights[m], largest > 0 ? 0.05 * largest : 1);
    }
  }

  /**
   * The nearest feasible choice from which no single change that lowers the loss fits; empty if no
   * sequence of improving changes reaches feasibility.
   */
  public Optional<int[]> project(int[] from) {
    int[] settings = from.clone();
    if (!repair(settings)) {
      settings = Reachable.smallestRatio(problem);
      if (violation(problem.costs(settings)) > 0) {
        return Optional.empty();
      }
    }
    refill(settings);
    return Optional.of(settings);
  }

  private boolean repair(int[] settings) {
    double[] costs = problem.costs(settings);
    while (violation(costs) > 0) {
      Optional<Change> change = cheapestRepair(settings, costs);
      if (change.isEmpty()) {
        return false;
      }
      settings[change.get().decision()] = change.get().setting();
      costs = problem.costs(settings);
    }
    return true;
  }

  private Optional<Change> cheapestRepair(int[] settings, double[] costs) {
    double present = violation(costs);
    Optional<Change> best = Optional.empty();
    for (int d = 0; d < settings.length; d++) {
      double[][] options = problem.options(settings, d);
      double[] losses = problem.lossOptions(settings, d);
      for (int s = 0; s < options.length; s++) {
        double gain = gain(costs, options[s]);
        if (s != settings[d] && gain > 0 && violation(options[s]) < present) {
          double rise = losses[s] - losses[settings[d]];
          double score = rise >= 0 ? rise / gain : rise * gain;
          if (best.isEmpty() || score < best.get().score()) {
            best = Optional.of(new Change(d, s, score));
          }
        }
      }
    }
    return best;
  }

  /** Σ weight · fall of the violated part of each normalised cost. */
  private double gain(double[] before, double[] after) {
    double sum = 0;
    for (int m = 0; m < before.length; m++) {
      double budget = problem.budgets()[m];
      double excessBefore = Math.max(0, before[m] / budget - 1);
      double excessAfter = Math.max(0, after[m] / budget - 1);
      sum += weights[m] * (excessBefore - excessAfter);
    }
    return sum;
  }

  private void refill(int[] settings) {
    Optional<Change> change = bestRefill(settings);
    while (change.isPresent()) {
      settings[change.get().decision()] = change.get().setting();
      change = bestRefill(settings);
    }
  }

  private Optional<Change> bestRefill(int[] settings) {
    Optional<Change> best = Optional.empty();
    for (int d = 0; d < settings.length; d++) {
      double[] losses = problem.lossOptions(settings, d);
      double[][] options = problem.options(settings, d);
      for (int s = 0; s < options.length; s++) {
        double fall = losses[settings[d]] - losses[s];
        if (fall > 0
            && violation(options[s]) == 0
            && (best.isEmpty() || fall > best.get().score())) {
          best = Optional.of(new Change(d, s, fall));
        }
      }
    }
    return best;
  }

  private double violation(double[] costs) {
    return problem.violation(costs);
  }
}
