package dev.pluto.engine.cost;

import dev.pluto.engine.structure.Structures;
import java.util.stream.IntStream;

/** Sums over all candidates that decisions drawn from their positions may give. */
final class ExpectedCost {
  private final Plans plans;
  private final Structures structures;
  private final int[] settingCounts;

  ExpectedCost(Plans plans, Structures structures, int[] settingCounts) {
    this.plans = plans;
    this.structures = structures;
    this.settingCounts = settingCounts;
  }

  /** Takes in a candidate that is drawn with some probability. */
  @FunctionalInterface
  private interface Drawn {
    void accept(double probability, int[] settings);
  }

  /** The expected sum over the sites of the drawn structure, by metric. */
  double[] of(double[][] positions) {
    int[] settings = new int[settingCounts.length];
    double[] total = new double[plans.of(settings).sites().get(0).cost(settings).length];
    int[] structural =
        IntStream.range(0, settingCounts.length).filter(structures::isStructural).toArray();
    enumerate(
        structural,
        0,
        1.0,
        settings,
        positions,
        (p, structure) -> add(total, p, structure, positions));
    return total;
  }

  private void add(double[] total, double probability, int[] settings, double[][] positions) {
    for (Site site : plans.of(settings).sites()) {
      enumerate(
          site.decisions(),
          0,
          probability,
          settings,
          positions,
          (p, candidate) -> {
            double[] cost = site.cost(candidate);
            for (int m = 0; m < total.length; m++) {
              total[m] += p * cost[m];
            }
          });
    }
  }

  private void enumerate(
      int[] decisions, int depth, double probability, int[] settings, double[][] p, Drawn drawn) {
    if (depth == decisions.length) {
      drawn.accept(probability, settings);
      return;
    }
    int decision = decisions[depth];
    for (int s = 0; s < settingCounts[decision]; s++) {
      if (p[decision][s] > 0) {
        settings[decision] = s;
        enumerate(decisions, depth + 1, probability * p[decision][s], settings, p, drawn);
      }
    }
  }
}
