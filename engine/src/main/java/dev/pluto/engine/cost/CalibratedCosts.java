package dev.pluto.engine.cost;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The costs of candidates, corrected by the truth where the truth is dear: a metric that is
 * measured on the chip or read off a written file is worked out exactly now and then, and the ratio
 * to the cost model's number carries over to other candidates until the next time.
 */
public final class CalibratedCosts {
  private final CostModel model;
  private final double[] ratios;
  private final double[] margins;

  /** Starts with ratio 1 and without margin for every metric. */
  public CalibratedCosts(CostModel model) {
    this.model = model;
    this.ratios = new double[model.metrics().size()];
    this.margins = new double[ratios.length];
    Arrays.fill(ratios, 1);
  }

  /** The cost model underneath. */
  public CostModel model() {
    return model;
  }

  /** The corrected costs of a candidate, with the safety margin of each metric. */
  public double[] cost(int[] settings) {
    return correct(model.cost(settings));
  }

  /** The corrected costs with each setting of one decision, by setting and metric. */
  public double[][] options(int[] settings, int decision) {
    double[][] costs = model.options(settings, decision);
    for (double[] cost : costs) {
      correct(cost);
    }
    return costs;
  }

  /** The corrected marginal prices of a decision, by setting and metric. */
  public double[][] marginals(int[] settings, int decision) {
    double[][] prices = model.marginals(settings, decision);
    for (double[] price : prices) {
      correct(price);
    }
    return prices;
  }

  /**
   * Learns the truth about a candidate.
   *
   * @param truth by metric; empty where nothing better than the model is known
   */
  public void calibrate(int[] settings, OptionalDouble[] truth) {
    double[] modelled = model.cost(settings);
    for (int m = 0; m < ratios.length; m++) {
      if (truth[m].isPresent() && modelled[m] > 0) {
        ratios[m] = truth[m].getAsDouble() / modelled[m];
      }
    }
  }

  /**
   * Widens the safety margin of a metric whose budget turned out to be missed.
   *
   * @param excess by how much, as a share of the budget
   */
  public void tighten(int metric, double excess) {
    margins[metric] += excess;
  }

  private double[] correct(double[] costs) {
    for (int m = 0; m < costs.length; m++) {
      costs[m] *= ratios[m] * (1 + margins[m]);
    }
    return costs;
  }
}
