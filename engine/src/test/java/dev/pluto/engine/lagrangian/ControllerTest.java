package dev.pluto.engine.lagrangian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class ControllerTest {
  private static final Controller.Gains GAINS = new Controller.Gains(0.9, 0.2, 1, 10, 1000);

  /** Minimise weight · Σ (x − wish)² subject to prices · x ≤ budgets, with x in closed form. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Quadratic(double weight, double[] wish, double[][] prices, double[] budgets) {
    /** The minimiser of weight · Σ (x − wish)² + Σ λ · (cost / budget − 1). */
    double[] minimiser(double[] multipliers) {
      double[] x = wish.clone();
      for (int m = 0; m < budgets.length; m++) {
        for (int i = 0; i < x.length; i++) {
          x[i] -= multipliers[m] * prices[m][i] / budgets[m] / (2 * weight);
        }
      }
      return x;
    }

    double cost(int metric, double[] x) {
      double cost = 0;
      for (int i = 0; i < x.length; i++) {
        cost += prices[metric][i] * x[i];
      }
      return cost;
    }

    double[] solve(Controller controller, int steps) {
      for (int step = 0; step < steps; step++) {
        double[] x = minimiser(controller.multipliers());
        double[] errors = new double[budgets.length];
        for (int m = 0; m < errors.length; m++) {
          errors[m] = cost(m, x) / budgets[m] - 1;
        }
        controller.update(errors);
      }
      return controller.multipliers();
    }
  }

  @Test
  void findsTheMultiplierOfOneConstraint() {
    // Σ x ≤ 6 moves (3, 4, 5) to (1, 2, 3); 2 · (3 − 1) = λ / 6.
    Quadratic problem =
        new Quadratic(1, new double[] {3, 4, 5}, new double[][] {{1, 1, 1}}, new double[] {6});
    double[] multipliers = problem.solve(new Controller(GAINS, new double[1]), 3000);
    assertThat(multipliers[0]).isCloseTo(24, withPercentage(1));
    assertThat(problem.minimiser(multipliers))
        .containsExactly(new double[] {1, 2, 3}, within(0.02));
  }

  @Test
  void findsTheMultipliersOfConstraintsInUnlikeUnits() {
    // x₀ ≤ 0.5 in millionths, and Σ x ≤ 6: x = (0.5, 2.25, 3.25).
    Quadratic problem =
        new Quadratic(
            1,
            new double[] {3, 4, 5},
            new double[][] {{1, 1, 1}, {1e6, 0, 0}},
            new double[] {6, 0.5e6});
    double[] multipliers = problem.solve(new Controller(GAINS, new double[2]), 5000);
    assertThat(multipliers[0]).isCloseTo(21, withPercentage(1));
    assertThat(multipliers[1]).isCloseTo(0.75, withPercentage(1));
  }

  @Test
  void multipliersScaleWithTheLoss() {
    Quadratic small =
        new Quadratic(1e-3, new double[] {3, 4, 5}, new double[][] {{1, 1, 1}}, new double[] {6});
    Controller.Gains gains = new Controller.Gains(0.9, 0.2e-3, 1, 10, 1);
    assertThat(small.solve(new Controller(gains, new double[1]), 3000)[0])
        .isCloseTo(24e-3, withPercentage(1));
  }

  /** A solution and its multipliers are drawn; wish and budgets follow from the KKT conditions. */
  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void findsTheMultipliersOfRandomProblems(@ForAll long seed) {
    Random random = new Random(seed);
    int metrics = 1 + random.nextInt(3);
    double[] solution = new double[5];
    for (int i = 0; i < solution.length; i++) {
      solution[i] = 1 + random.nextDouble();
    }
    double[] multipliers = new double[metrics];
    double[][] prices = new double[metrics][solution.length];
    double[] budgets = new double[metrics];
    double[] wish = solution.clone();
    for (int m = 0; m < metrics; m++) {
      boolean slack = random.nextInt(3) == 0;
      multipliers[m] = slack ? 0 : 0.5 + random.nextDouble();
      double unit = Math.pow(10, random.nextInt(9) - 2);
      for (int i = 0; i < solution.length; i++) {
        prices[m][i] = unit * (0.3 * random.nextDouble() + (i == m ? 1 : 0));
        budgets[m] += prices[m][i] * solution[i] * (slack ? 1.2 : 1);
      }
      for (int i = 0; i < solution.length; i++) {
        wish[i] += multipliers[m] * prices[m][i] / budgets[m] / 2;
      }
    }
    double[] found =
        new Quadratic(1, wish, prices, budgets)
            .solve(new Controller(GAINS, new double[metrics]), 5000);
    for (int m = 0; m < metrics; m++) {
      if (multipliers[m] == 0) {
        assertThat(found[m]).as("multiplier of a slack constraint").isZero();
      } else {
        assertThat(found[m]).isCloseTo(multipliers[m], withPercentage(1));
      }
    }
  }

  @Test
  void theMultiplierOfASlackConstraintFallsToZeroFromWhereverItStarts() {
    Controller controller = new Controller(GAINS, new double[] {50});
    Quadratic problem =
        new Quadratic(1, new double[] {1, 1}, new double[][] {{1, 1}}, new double[] {3});
    assertThat(problem.solve(controller, 2000)[0]).isZero();
  }

  @Test
  void doesNotWindUpWhileSaturated() {
    Controller.Gains gains = new Controller.Gains(0.9, 0.2, 1, 10, 5);
    Controller controller = new Controller(gains, new double[1]);
    update(controller, 1000, 0.8);
    assertThat(controller.multipliers()[0]).as("upper bound").isEqualTo(5);
    update(controller, 1, -0.1);
    assertThat(controller.multipliers()[0]).as("leaves the upper bound at once").isLessThan(5);
    update(controller, 1000, -0.8);
    assertThat(controller.multipliers()[0]).isZero();
    update(controller, 1, 0.1);
    assertThat(controller.multipliers()[0]).as("leaves zero at once").isPositive();
  }

  /** A metric that is measured now and then behaves as if the steps in between did not exist. */
  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void staleErrorsChangeNothing(@ForAll long seed) {
    Random random = new Random(seed);
    Controller measured = new Controller(GAINS, new double[] {1, 1});
    Controller measuredRarely = new Controller(GAINS, new double[] {1, 1});
    for (int step = 0; step < 30; step++) {
      double rare = random.nextDouble() - 0.5;
      double often = random.nextDouble() - 0.5;
      for (int stale = random.nextInt(3); stale > 0; stale--) {
        measuredRarely.update(new double[] {Double.NaN, Double.NaN});
      }
      measured.update(new double[] {rare, often});
      if (random.nextBoolean()) {
        measuredRarely.update(new double[] {rare, often});
      } else {
        measuredRarely.update(new double[] {Double.NaN, often});
        measuredRarely.update(new double[] {rare, Double.NaN});
      }
      assertThat(measuredRarely.multipliers()).containsExactly(measured.multipliers());
    }
  }

  @Test
  void theStateIsAllThereIsToRestore() {
    Controller controller = new Controller(GAINS, new double[] {1, 2});
    controller.update(new double[] {0.3, Double.NaN});
    Controller resumed = new Controller(GAINS, new double[2]);
    resumed.restore(controller.state());
    for (double[] errors : List.of(new double[] {0.1, 0.4}, new double[] {-0.2, 0.1})) {
      controller.update(errors);
      resumed.update(errors);
    }
    assertThat(resumed.multipliers()).containsExactly(controller.multipliers());
    assertThat(resumed.state()).isEqualTo(controller.state());
  }

  private static void update(Controller controller, int times, double error) {
    for (int i = 0; i < times; i++) {
      controller.update(new double[] {error});
    }
  }
}
