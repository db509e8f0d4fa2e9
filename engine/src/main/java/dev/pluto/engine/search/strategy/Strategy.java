package dev.pluto.engine.search.strategy;

import dev.pluto.engine.lagrangian.Projection;
import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.search.BudgetProjection;
import dev.pluto.engine.search.Optimization;
import dev.pluto.engine.search.Plan;
import dev.pluto.engine.search.RelaxedNetwork;
import dev.pluto.engine.search.SearchedStructure;
import dev.pluto.engine.search.Sensitivity;

/** A way to find the settings that meet the budgets. */
public sealed interface Strategy permits Joint, Sequential, Uniform, Greedy, FixedPenalty {
  /** The strategy that a recipe names. */
  static Strategy of(Recipe recipe) {
    return switch (recipe.strategy()) {
      case JOINT -> new Joint();
      case SEQUENTIAL -> new Sequential();
      case UNIFORM -> new Uniform();
      case GREEDY -> new Greedy();
      case FIXED_PENALTY ->
          new FixedPenalty(recipe.search().penalty().orElse(FixedPenalty.DEFAULT));
    };
  }

  /** How the steps of a recipe are parted between search and recovery; all are used. */
  default Plan plan(Plan recipe) {
    return recipe;
  }

  /**
   * Searches.
   *
   * @param network the relaxed network that the table was worked out with
   */
  SearchedStructure search(Optimization optimization, RelaxedNetwork network, Sensitivity table);

  /** How what was searched is brought within the budgets. */
  default BudgetProjection projection(Optimization optimization) {
    return (problem, multipliers, from) -> new Projection(problem, multipliers).project(from);
  }
}
