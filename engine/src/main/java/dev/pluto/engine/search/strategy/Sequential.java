package dev.pluto.engine.search.strategy;

import dev.pluto.engine.lagrangian.Bisection;
import dev.pluto.engine.lagrangian.Projection;
import dev.pluto.engine.search.Objective;
import dev.pluto.engine.search.Optimization;
import dev.pluto.engine.search.Plan;
import dev.pluto.engine.search.RelaxedNetwork;
import dev.pluto.engine.search.SearchedStructure;
import dev.pluto.engine.search.Sensitivity;
import dev.pluto.engine.train.Batches;
import dev.pluto.engine.train.Trainer;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.search.Sampling;
import dev.pluto.spi.search.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Prunes first and quantizes then, as a chain of two tools would. Half of all steps prune:
 * structure and widths are searched as in the joint search, but in floating point and for what the
 * budgets leave of them once precisions are lowered by one step each; then the pruned network
 * recovers. Now the sensitivity of precisions is measured on it and the best ones that meet the
 * budgets are chosen, and the other half of the steps recovers the quantized network.
 */
record Sequential() implements Strategy {
  /** Loss of a width other than the chosen one: the last resort of the projection. */
  private static final double SETTLED = 1000;

  @Override
  public Plan plan(Plan recipe) {
    int recoveringEarly = recipe.recoverySteps() / 2;
    return recipe.parted(recipe.searchSteps() / 2 + recoveringEarly, recoveringEarly);
  }

  @Override
  public SearchedStructure search(
      Optimization optimization, RelaxedNetwork network, Sensitivity table) {
    FirstStage first = FirstStage.of(optimization);
    Pruned pruned = prune(first, network, table);
    try (RelaxedNetwork second = new RelaxedNetwork(optimization, pruned.graph())) {
      List<StateDict> states = new ArrayList<>(second.states());
      int[] widths = optimization.costs().model().unchanged();
      for (int i = 0; i < first.decisions().size(); i++) {
        states.set(first.decisions().get(i), pruned.states().get(i));
        widths[first.decisions().get(i)] = pruned.settings()[i];
      }
      second.restore(states);
      Sensitivity precisions = second.sensitivity(widths, d -> !first.decisions().contains(d));
      double[][] losses = settled(precisions.scaled(), widths, first.decisions());
      int[] chosen =
          new Bisection(optimization.problem(losses, optimization.constraints().limits()))
              .solve()
              .settings();
      return second.searched(chosen, Optional.empty(), losses, new double[0], table.scale());
    }
  }

  /** What the first stage ends with; settings and states by decision of that stage. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Pruned(Graph graph, int[] settings, List<StateDict> states) {}

  private static Pruned prune(FirstStage stage, RelaxedNetwork known, Sensitivity table) {
    Optimization optimization = stage.optimization();
    // With alternatives as they were fitted when the table was made.
    try (RelaxedNetwork network = new RelaxedNetwork(optimization, known.graph())) {
      List<StateDict> states = known.states();
      network.restore(stage.decisions().stream().map(states::get).toList());
      int[] settings = new int[0];
      if (!stage.decisions().isEmpty()) {
        Sensitivity rows =
            new Sensitivity(
                stage.decisions().stream().map(d -> table.losses()[d]).toArray(double[][]::new),
                table.originalLoss(),
                table.scale());
        settings = settings(optimization, new SearchLoop(optimization, network).run(rows), rows);
      }
      network.moveTo(settings);
      recover(optimization, network, table.scale());
      return new Pruned(network.graph(), settings, network.states());
    }
  }

  private static int[] settings(
      Optimization optimization, SearchedStructure searched, Sensitivity rows) {
    double[] multipliers =
        searched.multipliers().stream().mapToDouble(Double::doubleValue).toArray();
    int[] from =
        searched.bestFeasible().orElse(searched.settings()).stream().mapToInt(s -> s).toArray();
    return new Projection(
            optimization.problem(rows.scaled(), optimization.constraints().limits()), multipliers)
        .project(from)
        .orElse(from);
  }

  /** Trains the network at the settings that it was moved to. */
  private static void recover(Optimization optimization, RelaxedNetwork network, double scale) {
    Plan plan = optimization.search().plan();
    Objective objective = optimization.objective(scale);
    Sampling still = new Sampling(1, true, new SplittableRandom(plan.seed()));
    double smoothed = Double.NaN;
    try (Batches batches = optimization.search().batches(plan.searchSteps())) {
      for (int step = plan.searchSteps(); step < plan.steps(); step++) {
        Trainer.Rates rates = new Trainer.Rates(plan.rate(step), 0);
        double loss = network.step(batches.next(), objective, still, () -> new double[0][], rates);
        smoothed =
            Double.isNaN(smoothed) || Double.isNaN(loss) ? loss : 0.9 * smoothed + 0.1 * loss;
        optimization.listener().progress("search", step + 1L, Map.of("loss", smoothed));
      }
    }
  }

  /** The table with widths that stay as they are, unless nothing else helps. */
  private static double[][] settled(double[][] losses, int[] widths, List<Integer> decisions) {
    for (int d : decisions) {
      for (int s = 0; s < losses[d].length; s++) {
        losses[d][s] = SETTLED * Math.abs(s - widths[d]);
      }
    }
    return losses;
  }
}
