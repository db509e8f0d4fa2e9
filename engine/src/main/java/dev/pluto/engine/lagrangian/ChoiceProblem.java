package dev.pluto.engine.lagrangian;

/**
 * Choose one setting for every decision so that the summed loss is small and every cost is within
 * its budget.
 */
public interface ChoiceProblem {
  /** Expected loss of each setting, by decision; the first setting of a decision has 0. */
  double[][] losses();

  /** The budget of each constraint, all above 0. */
  double[] budgets();

  /** The costs of a choice, by constraint. */
  double[] costs(int[] settings);

  /**
   * The costs with each setting of one decision, the others as they are.
   *
   * @return by setting and constraint
   */
  default double[][] options(int[] settings, int decision) {
    int[] changed = settings.clone();
    double[][] costs = new double[losses()[decision].length][];
    for (int s = 0; s < costs.length; s++) {
      changed[decision] = s;
      costs[s] = costs(changed);
    }
    return costs;
  }

  /** Number of decisions. */
  default int decisions() {
    return losses().length;
  }

  /** The summed loss of a choice. */
  default double loss(int[] settings) {
    double sum = 0;
    for (int d = 0; d < settings.length; d++) {
      sum += losses()[d][settings[d]];
    }
    return sum;
  }

  /** The summed loss with each setting of one decision, the others as they are. */
  default double[] lossOptions(int[] settings, int decision) {
    int[] changed = settings.clone();
    double[] sums = new double[losses()[decision].length];
    for (int s = 0; s < sums.length; s++) {
      changed[decision] = s;
      sums[s] = loss(changed);
    }
    return sums;
  }

  /**
   * The choice itself if a decision matters in it; else the choice with those settings of others
   * under which it does. A decision that does not matter changes neither loss nor costs.
   */
  default int[] showing(int[] settings, int decision) {
    return settings;
  }

  /** By how much a choice exceeds its budgets: Σ max(0, cost / budget − 1). */
  default double violation(double[] costs) {
    double sum = 0;
    for (int m = 0; m < costs.length; m++) {
      sum += Math.max(0, costs[m] / budgets()[m] - 1);
    }
    return sum;
  }
}
