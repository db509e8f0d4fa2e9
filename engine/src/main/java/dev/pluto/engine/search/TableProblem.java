package dev.pluto.engine.search;

import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.lagrangian.ChoiceProblem;

/** The choice of settings as the sensitivity table and the cost model see it. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record TableProblem(
    double[][] losses, CalibratedCosts costs, Constraints constraints, double[] budgets)
    implements ChoiceProblem {
  @Override
  public double[] costs(int[] settings) {
    return constraints.pick(costs.cost(settings));
  }

  @Override
  public double[][] options(int[] settings, int decision) {
    double[][] options = costs.options(settings, decision);
    for (int s = 0; s < options.length; s++) {
      options[s] = constraints.pick(options[s]);
    }
    return options;
  }
}
