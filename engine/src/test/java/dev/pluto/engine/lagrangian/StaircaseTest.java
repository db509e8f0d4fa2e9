package dev.pluto.engine.lagrangian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The whole search in small: a chain of layers whose costs jump where channel counts are rounded
 * up, so that the cost is neither smooth nor a sum over decisions. Start by bisection, primal steps
 * on envelopes of the marginals, dual steps on the true cost under a ramp, projection at the end.
 */
class StaircaseTest {
  private static final int SEEDS = 100;
  private static final int LAYERS = 4;
  private static final int CHANNELS = 32;
  private static final int STEP = 4;
  private static final int STEPS = 300;
  private static final double RAMP_SHARE = 0.6;

  /** Loss by width, and costs in two chips' units: one aligns to 8 channels, one to 1. */
  private static RandomChoices.Problem problem(long seed) {
    Random random = new Random(seed);
    double[][] losses = new double[LAYERS][CHANNELS / STEP];
    for (double[] ofLayer : losses) {
      double scale = 0.1 + random.nextDouble();
      double power = 1.2 + 2 * random.nextDouble();
      for (int s = 0; s < ofLayer.length; s++) {
        ofLayer[s] = scale * Math.pow(s * STEP / (double) CHANNELS, power);
      }
    }
    double[] weights = new double[LAYERS + 1];
    for (int l = 0; l < weights.length; l++) {
      weights[l] = 0.2 + random.nextDouble();
    }
    RandomChoices.Costs costs =
        settings ->
            new double[] {
              work(settings, weights, 8), 1e-3 * work(settings, new double[] {1, 1, 1, 1, 1}, 1)
            };
    double[] full = costs.of(new int[LAYERS]);
    double[] budgets = {
      full[0] * (0.25 + 0.5 * random.nextDouble()), full[1] * (0.25 + 0.5 * random.nextDouble())
    };
    return new RandomChoices.Problem(losses, budgets, costs);
  }

  private static double work(int[] settings, double[] weights, int alignment) {
    double sum = 0;
    int before = 3;
    for (int l = 0; l < settings.length; l++) {
      int width = CHANNELS - STEP * settings[l];
      int aligned = (width + alignment - 1) / alignment * alignment;
      sum += weights[l] * before * aligned;
      before = aligned;
    }
    return sum + weights[LAYERS] * before * 10;
  }

  @Test
  void endsFeasibleAndNearTheOptimum() {
    int feasible = 0;
    List<Double> gaps = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      ChoiceProblem problem = problem(seed);
      int[] chosen = search(problem);
      feasible += Enumeration.fits(problem, chosen) ? 1 : 0;
      gaps.add(problem.loss(chosen) / Enumeration.optimum(problem).orElseThrow() - 1);
    }
    gaps.sort(null);
    assertThat(feasible).isEqualTo(SEEDS);
    assertThat(gaps.get(SEEDS / 2)).as("median gap").isZero();
    assertThat(gaps.get(SEEDS - 1)).as("largest gap").isLessThan(0.15);
  }

  private static int[] search(ChoiceProblem problem) {
    Bisection.Start start = new Bisection(problem).solve();
    Controller controller =
        new Controller(new Controller.Gains(0.9, 0.01, 1, 10, 100), start.multipliers());
    double[] position = new double[LAYERS];
    double[] full = problem.costs(new int[LAYERS]);
    for (int step = 0; step < STEPS; step++) {
      int[] settings = discretise(position);
      double[] costs = problem.costs(settings);
      double[] errors = new double[costs.length];
      for (int m = 0; m < errors.length; m++) {
        double limit =
            new BudgetRamp(full[m], problem.budgets()[m], RAMP_SHARE).at(step / (double) STEPS);
        errors[m] = costs[m] / limit - 1;
      }
      controller.update(errors);
      primalStep(problem, settings, position, controller.multipliers());
    }
    return new Projection(problem, controller.multipliers())
        .project(discretise(position))
        .orElseThrow();
  }

  private static void primalStep(
      ChoiceProblem problem, int[] settings, double[] position, double[] multipliers) {
    for (int d = 0; d < LAYERS; d++) {
      double[] losses = problem.losses()[d];
      double[][] options = problem.options(settings, d);
      int below = Math.min((int) position[d], losses.length - 2);
      double slope = losses[below + 1] - losses[below];
      for (int m = 0; m < multipliers.length; m++) {
        double[] prices = new double[options.length];
        for (int s = 0; s < prices.length; s++) {
          prices[s] = options[s][m] / problem.budgets()[m];
        }
        double[] envelope =
            LowerEnvelope.decreasing(
                prices, IntStream.range(0, prices.length).asDoubleStream().toArray());
        slope += multipliers[m] * (envelope[below + 1] - envelope[below]);
      }
      position[d] = Math.max(0, Math.min(losses.length - 1, position[d] - slope));
    }
  }

  private static int[] discretise(double[] position) {
    int[] settings = new int[position.length];
    for (int d = 0; d < settings.length; d++) {
      settings[d] = (int) Math.round(position[d]);
    }
    return settings;
  }
}
