package dev.pluto.engine.search.strategy;

import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.lagrangian.LowerEnvelope;
import dev.pluto.engine.search.Constraints;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Phase;
import java.util.List;

/**
 * What the multipliers charge for each setting of each decision. With all other decisions at a
 * sampled candidate the expected cost is linear in a decision's position, and its slope is the
 * marginal price; because the expected cost is multilinear, the estimate is unbiased.
 */
final class Charges {
  private final List<Decision> decisions;
  private final CalibratedCosts costs;

  Charges(List<Decision> decisions, CalibratedCosts costs) {
    this.decisions = decisions;
    this.costs = costs;
  }

  /**
   * Charges by decision and setting.
   *
   * @param sampled the candidate at which the prices are taken
   * @param weights factor of each constraint: its multiplier and penalty
   * @param limits the present budget of each constraint
   */
  double[][] at(int[] sampled, double[] weights, Constraints constraints, double[] limits) {
    double[][] charges = new double[decisions.size()][];
    for (int d = 0; d < charges.length; d++) {
      double[][] prices = costs.marginals(sampled, d);
      charges[d] = new double[prices.length];
      for (int c = 0; c < weights.length; c++) {
        if (weights[c] > 0) {
          double[] normalised = new double[prices.length];
          for (int s = 0; s < normalised.length; s++) {
            normalised[s] = prices[s][constraints.metrics().get(c)] / limits[c];
          }
          double[] slope = smoothed(decisions.get(d), normalised);
          for (int s = 0; s < slope.length; s++) {
            charges[d][s] += weights[c] * slope[s];
          }
        }
      }
    }
    return charges;
  }

  /** Widths are ordered, so plateaus and measured bumps in their price are smoothed away. */
  private static double[] smoothed(Decision decision, double[] prices) {
    return decision.phase() == Phase.WIDTH
        ? LowerEnvelope.decreasing(prices, decision.positions())
        : prices;
  }
}
