package dev.pluto.engine.lagrangian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class ReachableTest {
  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void smallestIsTheSmallestCostOfAllChoices(@ForAll long seed) {
    ChoiceProblem problem = RandomChoices.separable(seed);
    for (int m = 0; m < problem.budgets().length; m++) {
      int metric = m;
      double least =
          Enumeration.choices(problem).stream()
              .mapToDouble(c -> problem.costs(c)[metric])
              .min()
              .orElseThrow();
      assertThat(problem.costs(Reachable.smallest(problem, m))[m]).isCloseTo(least, within(1e-8));
    }
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void theSmallestRatioMeetsTheBudgetsWheneverSomeChoiceDoes(@ForAll long seed) {
    ChoiceProblem problem = RandomChoices.separable(seed);
    assertThat(Enumeration.fits(problem, Reachable.smallestRatio(problem)))
        .isEqualTo(Enumeration.optimum(problem).isPresent());
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void noSingleChangeReachesLess(@ForAll long seed) {
    ChoiceProblem problem = RandomChoices.arbitrary(seed);
    int[] smallest = Reachable.smallest(problem, 0);
    assertThat(Enumeration.neighbours(problem, smallest))
        .allMatch(n -> problem.costs(n)[0] >= problem.costs(smallest)[0] * (1 - 1e-8));
  }
}
