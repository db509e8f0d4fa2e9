package dev.pluto.engine.search.strategy;

import dev.pluto.engine.search.Optimization;
import dev.pluto.engine.search.RelaxedNetwork;
import dev.pluto.engine.search.SearchedStructure;
import dev.pluto.engine.search.Sensitivity;
import dev.pluto.engine.train.Batches;
import java.util.Arrays;

/**
 * The loss with a constant multiplier on every relaxed cost, set by hand and never adapted, from
 * the unchanged model on: the usual way of differentiable search without budgets. What it misses is
 * left to the projection.
 *
 * @param penalty the multiplier of cost / budget, in units of the loss that counts as 1
 */
record FixedPenalty(double penalty) implements Strategy {
  static final double DEFAULT = 1;

  @Override
  public SearchedStructure search(
      Optimization optimization, RelaxedNetwork network, Sensitivity table) {
    double[] limits = optimization.constraints().limits();
    double[] penalties = new double[limits.length];
    Arrays.fill(penalties, penalty);
    Descent descent = new Descent(optimization, network, table.scale());
    try (Batches batches = optimization.search().batches(0)) {
      for (int step = 0; step < optimization.search().plan().searchSteps(); step++) {
        descent.step(batches.next(), step, sampled -> penalties, limits);
        descent.report(step + 1, limits, penalties);
      }
    }
    return network.searched(
        network.discretised(),
        descent.bestFeasible(),
        table.scaled(),
        new double[0],
        table.scale());
  }
}
