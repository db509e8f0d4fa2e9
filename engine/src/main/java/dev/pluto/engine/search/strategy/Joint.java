package dev.pluto.engine.search.strategy;

import dev.pluto.engine.search.Optimization;
import dev.pluto.engine.search.RelaxedNetwork;
import dev.pluto.engine.search.SearchedStructure;
import dev.pluto.engine.search.Sensitivity;

/** All decisions and the weights descend one Lagrangian: Pluto's own way. */
record Joint() implements Strategy {
  @Override
  public SearchedStructure search(
      Optimization optimization, RelaxedNetwork network, Sensitivity table) {
    return new SearchLoop(optimization, network).run(table);
  }
}
