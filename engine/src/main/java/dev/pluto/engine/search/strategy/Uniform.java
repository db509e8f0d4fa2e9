package dev.pluto.engine.search.strategy;

import dev.pluto.engine.search.BudgetProjection;
import dev.pluto.engine.search.Optimization;
import dev.pluto.engine.search.Plan;
import dev.pluto.engine.search.RelaxedNetwork;
import dev.pluto.engine.search.SearchedStructure;
import dev.pluto.engine.search.Sensitivity;

/**
 * One share of channels for all groups and one precision for all weights: of the pairs that meet
 * the budgets with as many channels as the precision allows, the one with the least loss in the
 * sensitivity table. Nothing is trained before the structure is frozen; all steps recover.
 */
record Uniform() implements Strategy {
  @Override
  public Plan plan(Plan recipe) {
    return recipe.parted(0, 0);
  }

  @Override
  public SearchedStructure search(
      Optimization optimization, RelaxedNetwork network, Sensitivity table) {
    return network.unsearched(table);
  }

  @Override
  public BudgetProjection projection(Optimization optimization) {
    return new UniformChoices(
        optimization.search().space().decisions(), optimization.search().facts().groups());
  }
}
