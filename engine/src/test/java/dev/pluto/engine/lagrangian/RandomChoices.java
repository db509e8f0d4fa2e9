package dev.pluto.engine.lagrangian;

import java.util.Random;

/** Random problems that are small enough to enumerate. */
final class RandomChoices {
  private RandomChoices() {}

  /** A problem whose costs are any function of the choice. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Problem(double[][] losses, double[] budgets, Costs costs) implements ChoiceProblem {
    @Override
    public double[] costs(int[] settings) {
      return costs.of(settings);
    }
  }

  /** Costs of a choice, by constraint. */
  @FunctionalInterface
  interface Costs {
    double[] of(int[] settings);
  }

  /** Each setting adds to the costs on its own, and later settings never cost more. */
  static Problem separable(long seed) {
    Random random = new Random(seed);
    int decisions = 1 + random.nextInt(4);
    int metrics = 1 + random.nextInt(3);
    double[][] losses = losses(decisions, random);
    double[][][] prices = new double[decisions][][];
    for (int d = 0; d < decisions; d++) {
      prices[d] = new double[losses[d].length][metrics];
      for (int m = 0; m < metrics; m++) {
        double price = 1 + 9 * random.nextDouble();
        for (int s = 0; s < losses[d].length; s++) {
          prices[d][s][m] = price;
          price *= random.nextInt(4) == 0 ? 1 : random.nextDouble();
        }
      }
    }
    Costs costs =
        settings -> {
          double[] sum = new double[metrics];
          for (int d = 0; d < decisions; d++) {
            for (int m = 0; m < metrics; m++) {
              sum[m] += prices[d][settings[d]][m];
            }
          }
          return sum;
        };
    return new Problem(losses, budgets(costs.of(new int[decisions]), random), costs);
  }

  /** Every choice has arbitrary costs. */
  static Problem arbitrary(long seed) {
    Random random = new Random(seed);
    int decisions = 1 + random.nextInt(4);
    int metrics = 1 + random.nextInt(2);
    double[][] losses = losses(decisions, random);
    Costs costs =
        settings -> {
          Random ofChoice = new Random(seed);
          for (int setting : settings) {
            ofChoice = new Random(ofChoice.nextLong() + setting);
          }
          double[] drawn = new double[metrics];
          for (int m = 0; m < metrics; m++) {
            drawn[m] = 1 + 9 * ofChoice.nextDouble();
          }
          return drawn;
        };
    return new Problem(losses, budgets(costs.of(new int[decisions]), random), costs);
  }

  private static double[][] losses(int decisions, Random random) {
    double[][] losses = new double[decisions][];
    for (int d = 0; d < decisions; d++) {
      losses[d] = new double[2 + random.nextInt(4)];
      for (int s = 1; s < losses[d].length; s++) {
        losses[d][s] = losses[d][s - 1] + random.nextDouble();
      }
    }
    return losses;
  }

  private static double[] budgets(double[] full, Random random) {
    double[] budgets = full.clone();
    for (int m = 0; m < budgets.length; m++) {
      budgets[m] *= 0.1 + random.nextDouble();
    }
    return budgets;
  }
}
