package dev.pluto.engine.search.strategy;

import dev.pluto.engine.search.Optimization;
import dev.pluto.engine.search.Plan;
import dev.pluto.engine.search.RelaxedNetwork;
import dev.pluto.engine.search.SearchedStructure;
import dev.pluto.engine.search.Sensitivity;

/**
 * The sensitivity table alone: from the unchanged model, the projection makes the change with the
 * least rise of loss per gain until the budgets hold. Nothing is trained before the structure is
 * frozen; all steps recover.
 */
record Greedy() implements Strategy {
  @Override
  public Plan plan(Plan recipe) {
    return recipe.parted(0, 0);
  }

  @Override
  public SearchedStructure search(
      Optimization optimization, RelaxedNetwork network, Sensitivity table) {
    return network.unsearched(table);
  }
}
