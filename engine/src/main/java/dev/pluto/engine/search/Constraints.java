package dev.pluto.engine.search;

import dev.pluto.engine.cost.CalibratedCosts;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The budgets of a run.
 *
 * @param metrics index of each constrained metric in the arrays of the cost model
 * @param budgets upper bounds, in the metric's unit
 */
public record Constraints(List<Integer> metrics, List<Double> budgets) {
  /** Copies the lists. */
  public Constraints {
    metrics = List.copyOf(metrics);
    budgets = List.copyOf(budgets);
  }

  /** Number of constraints. */
  public int size() {
    return metrics.size();
  }

  /** The constrained metrics' part of a cost array. */
  public double[] pick(double[] costs) {
    return metrics.stream().mapToDouble(m -> costs[m]).toArray();
  }

  /** The budgets as an array. */
  public double[] limits() {
    return budgets.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** e = cost / budget − 1 of a candidate, by constraint. */
  public double[] errors(CalibratedCosts costs, int[] settings, double[] limits) {
    double[] cost = pick(costs.cost(settings));
    return IntStream.range(0, size()).mapToDouble(c -> cost[c] / limits[c] - 1).toArray();
  }
}
