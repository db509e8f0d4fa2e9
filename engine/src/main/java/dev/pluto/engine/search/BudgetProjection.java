package dev.pluto.engine.search;

import dev.pluto.engine.lagrangian.ChoiceProblem;
import java.util.Optional;

/** Brings settings within the budgets. */
@FunctionalInterface
public interface BudgetProjection {
  /**
   * A choice within the budgets.
   *
   * @param multipliers by constraint
   * @param from the choice to start at
   * @return empty if there is none
   */
  Optional<int[]> project(ChoiceProblem problem, double[] multipliers, int[] from);
}
