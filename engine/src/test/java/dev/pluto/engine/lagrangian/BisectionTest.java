package dev.pluto.engine.lagrangian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

class BisectionTest {
  @Test
  void changesNothingIfTheBudgetsHoldAlready() {
    RandomChoices.Problem problem =
        new RandomChoices.Problem(
            new double[][] {{0, 1}}, new double[] {10}, s -> new double[] {s[0] == 0 ? 10 : 5});
    Bisection.Start start = new Bisection(problem).solve();
    assertThat(start.settings()).containsExactly(0);
    assertThat(start.multipliers()).containsExactly(0);
  }

  @Test
  void buysTheGainThatCostsTheLeastLoss() {
    // Both second settings save 4; the first one at a tenth of the loss.
    RandomChoices.Problem problem =
        new RandomChoices.Problem(
            new double[][] {{0, 0.1}, {0, 1}},
            new double[] {12},
            s -> new double[] {16 - 4 * s[0] - 4 * s[1]});
    assertThat(new Bisection(problem).solve().settings()).containsExactly(1, 0);
  }

  /** The second decision matters under setting 1 of the first alone, and makes that worth while. */
  private static final class Nested implements ChoiceProblem {
    @Override
    public double[][] losses() {
      return new double[][] {{0, 0.5}, {0, 0.1}, {0, 2}};
    }

    @Override
    public double[] budgets() {
      return new double[] {4};
    }

    @Override
    public double[] costs(int[] settings) {
      return new double[] {(settings[0] == 0 ? 10 : 9 - 6 * settings[1]) - 6 * settings[2]};
    }

    @Override
    public double loss(int[] settings) {
      return 0.5 * settings[0] + 0.1 * settings[0] * settings[1] + 2 * settings[2];
    }

    @Override
    public int[] showing(int[] settings, int decision) {
      return decision == 1 ? new int[] {1, settings[1], settings[2]} : settings;
    }
  }

  @Test
  void whatDoesNotMatterYetIsWellChosenForWhenItDoes() {
    assertThat(new Bisection(new Nested()).solve().settings()).containsExactly(1, 1, 0);
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void meetsTheBudgetsWheneverSomeChoiceDoes(@ForAll long seed) {
    ChoiceProblem problem = RandomChoices.separable(seed);
    OptionalDouble optimum = Enumeration.optimum(problem);
    Statistics.collect(optimum.isPresent() ? "feasible" : "infeasible");
    Bisection.Start start = new Bisection(problem).solve();
    assertThat(Enumeration.fits(problem, start.settings())).isEqualTo(optimum.isPresent());
  }

  /** A minimum of the Lagrangian is optimal for the costs that it happens to have. */
  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void noChoiceThatCostsNoMoreInAnyMetricHasLessLoss(@ForAll long seed) {
    ChoiceProblem problem = RandomChoices.separable(seed);
    Bisection.Start start = new Bisection(problem).solve();
    if (DoubleStream.of(start.multipliers()).sum() == 0) {
      return;
    }
    double[] costs = problem.costs(start.settings());
    List<int[]> choices = Enumeration.choices(problem);
    for (int[] choice : choices) {
      double[] others = problem.costs(choice);
      boolean cheaper = true;
      for (int m = 0; m < costs.length; m++) {
        cheaper &= others[m] <= costs[m];
      }
      if (cheaper) {
        assertThat(problem.loss(choice))
            .isGreaterThanOrEqualTo(problem.loss(start.settings()) - 1e-9);
      }
    }
  }

  /** What is not needed has no price: without it the budgets would hold just as well. */
  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void aConstraintThatCannotBindHasNoMultiplier(@ForAll long seed) {
    RandomChoices.Problem problem = RandomChoices.separable(seed);
    double[] costs = problem.costs(new int[problem.decisions()]);
    double[] budgets = problem.budgets().clone();
    budgets[budgets.length - 1] = costs[costs.length - 1];
    ChoiceProblem slack = new RandomChoices.Problem(problem.losses(), budgets, problem.costs());
    assertThat(new Bisection(slack).solve().multipliers()[budgets.length - 1]).isZero();
  }

  /** A budget that holds by itself once another one does. */
  @Test
  void aConstraintThatAnotherOneMakesSlackHasNoMultiplier() {
    RandomChoices.Problem problem =
        new RandomChoices.Problem(
            new double[][] {{0, 0.1, 0.3, 0.6, 1}},
            new double[] {3, 8},
            s -> new double[] {10 - 2 * s[0], 10 - 2 * s[0]});
    Bisection.Start start = new Bisection(problem).solve();
    assertThat(start.settings()).containsExactly(4);
    assertThat(start.multipliers()[0]).isPositive();
    assertThat(start.multipliers()[1]).isZero();
  }
}
