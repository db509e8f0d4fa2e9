package dev.pluto.engine.compress;

import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.cost.Costing;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.search.Constraints;
import dev.pluto.engine.search.Infeasibility;
import dev.pluto.engine.search.SearchSpace;
import dev.pluto.engine.search.Truth;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;

/** Builds the cost model of a search space and finds out whether the budgets can be met at all. */
record Pricing(
    Graph graph,
    ChannelFacts facts,
    SearchSpace space,
    Costing costing,
    Constraints constraints,
    Truth truth) {
  /**
   * The costs of the candidates.
   *
   * @throws ProblemException (BUDGET) if no candidate meets the budgets
   */
  CalibratedCosts of(ImportedModel model) {
    CalibratedCosts costs =
        new CalibratedCosts(costing.of(graph, model.bytes().length, facts, space.decisions()));
    costs.calibrate(costs.model().unchanged(), truth.of(graph));
    Infeasibility.check(
            space,
            costs,
            constraints,
            settings -> truth.of(space.candidate(graph, facts, settings)))
        .ifPresent(
            problem -> {
              throw problem;
            });
    return costs;
  }
}
