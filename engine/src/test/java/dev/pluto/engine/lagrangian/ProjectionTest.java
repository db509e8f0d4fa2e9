package dev.pluto.engine.lagrangian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

class ProjectionTest {
  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void meetsTheBudgetsWheneverSomeChoiceDoes(@ForAll long seed) {
    ChoiceProblem problem = RandomChoices.separable(seed);
    Optional<int[]> projected = project(problem, seed);
    assertThat(projected.isPresent()).isEqualTo(Enumeration.optimum(problem).isPresent());
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void whatItGivesMeetsTheBudgets(@ForAll long seed) {
    ChoiceProblem problem = RandomChoices.arbitrary(seed);
    project(problem, seed).ifPresent(s -> assertThat(Enumeration.fits(problem, s)).isTrue());
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void noSingleRefillFits(@ForAll long seed) {
    ChoiceProblem problem =
        seed % 2 == 0 ? RandomChoices.separable(seed) : RandomChoices.arbitrary(seed);
    project(problem, seed)
        .ifPresent(
            settings ->
                assertThat(Enumeration.neighbours(problem, settings))
                    .noneMatch(
                        n ->
                            Enumeration.fits(problem, n)
                                && problem.loss(n) < problem.loss(settings) - 1e-9));
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void aChoiceThatMeetsTheBudgetsOnlyGetsBetter(@ForAll long seed) {
    ChoiceProblem problem = RandomChoices.arbitrary(seed);
    int[] from = start(problem, seed);
    if (Enumeration.fits(problem, from)) {
      int[] projected =
          new Projection(problem, multipliers(problem, seed)).project(from).orElseThrow();
      assertThat(Enumeration.fits(problem, projected)).isTrue();
      assertThat(problem.loss(projected)).isLessThanOrEqualTo(problem.loss(from));
    }
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void leavesItsArgumentAlone(@ForAll long seed) {
    ChoiceProblem problem = RandomChoices.separable(seed);
    int[] from = start(problem, seed);
    int[] copy = from.clone();
    new Projection(problem, multipliers(problem, seed)).project(from);
    assertThat(from).containsExactly(copy);
  }

  @Test
  void repairsExcessesOfAnySize() {
    // One in ten thousand million too much, and the choices around are no way out.
    double[][] costs = {{1e10, 1.9e10}, {1e10 - 2, 2e10}};
    RandomChoices.Problem problem =
        new RandomChoices.Problem(
            new double[][] {{0, 0.1}, {0, 5}},
            new double[] {1e10 - 1},
            s -> new double[] {costs[s[0]][s[1]]});
    assertThat(new Projection(problem, new double[] {1}).project(new int[2]))
        .hasValueSatisfying(settings -> assertThat(settings).containsExactly(1, 0));
  }

  private static Optional<int[]> project(ChoiceProblem problem, long seed) {
    return new Projection(problem, multipliers(problem, seed)).project(start(problem, seed));
  }

  private static double[] multipliers(ChoiceProblem problem, long seed) {
    Random random = new Random(seed + 1);
    double[] multipliers = new double[problem.budgets().length];
    for (int m = 0; m < multipliers.length; m++) {
      multipliers[m] = random.nextBoolean() ? random.nextDouble() : 0;
    }
    return multipliers;
  }

  private static int[] start(ChoiceProblem problem, long seed) {
    Random random = new Random(seed + 2);
    int[] settings = new int[problem.decisions()];
    for (int d = 0; d < settings.length; d++) {
      settings[d] = random.nextInt(problem.losses()[d].length);
    }
    return settings;
  }
}
