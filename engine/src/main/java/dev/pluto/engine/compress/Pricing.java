package dev.pluto.engine.compress;

import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.cost.Costing;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.search.Constraints;
import dev.pluto.engine.search.Infeasibility;
import dev.pluto.engine.search.Proposals;
import dev.pluto.engine.search.SearchSpace;
import dev.pluto.engine.search.Truth;
import dev.pluto.spi.ProblemException;

/** Builds the cost model of a search space and finds out whether the budgets can be met at all. */
record Pricing(Proposals proposals, Costing costing, Constraints constraints, Truth truth) {
  /** Bytes of the file in which nothing is changed: that of the float form, where it is another. */
  private static long length(ImportedModel model) {
    return model.reduced() ? OnnxWriter.size(model.graph()) : model.bytes().length;
  }

  /**
   * The costs of the candidates.
   *
   * @throws ProblemException (BUDGET) if no candidate meets the budgets
   */
  CalibratedCosts of(ImportedModel model) {
    SearchSpace space = proposals.space();
    ChannelFacts facts = proposals.facts();
    CalibratedCosts costs =
        new CalibratedCosts(costing.of(space.structures(), length(model), facts));
    int[] unchanged = costs.model().unchanged();
    costs.calibrate(unchanged, truth.of(space.candidate(facts, unchanged)));
    Infeasibility.check(
            space, costs, constraints, settings -> truth.of(space.candidate(facts, settings)))
        .ifPresent(
            problem -> {
              throw problem;
            });
    return costs;
  }
}
