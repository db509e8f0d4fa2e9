package dev.pluto.engine.search.strategy;

import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.lagrangian.Bisection;
import dev.pluto.engine.lagrangian.BudgetRamp;
import dev.pluto.engine.lagrangian.Controller;
import dev.pluto.engine.lagrangian.Projection;
import dev.pluto.engine.search.Constraints;
import dev.pluto.engine.search.Optimization;
import dev.pluto.engine.search.RelaxedNetwork;
import dev.pluto.engine.search.SearchedStructure;
import dev.pluto.engine.search.Sensitivity;
import dev.pluto.engine.search.TableProblem;
import dev.pluto.engine.train.Batches;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The search: weights and structure descend one Lagrangian, multipliers ascend on the true cost of
 * the discretised structure.
 *
 * <p>It starts near the answer: the sensitivity table and a bisection on it say where the budgets
 * will push the structure, and the structure shrinks there in a few steps along the budget ramp, so
 * that weights can follow. From then on the gradient moves the structure and the controller the
 * multipliers.
 */
final class SearchLoop {
  /** Share of the search in which the structure shrinks along the bisection's path. */
  private static final double SHRINK_SHARE = 0.4;

  private static final int SHRINK_STEPS = 5;
  private static final double RAMP_SHARE = 0.6;
  private static final int MEASUREMENTS = 5;

  /** Weight c of the quadratic penalty, in units of the scaled loss. */
  private static final double PENALTY = 1;

  private final Optimization optimization;
  private final RelaxedNetwork network;
  private final CalibratedCosts costs;
  private final Constraints constraints;
  private final int steps;
  private final List<BudgetRamp> ramps;
  private int shrunk;

  /**
   * Prepares a search.
   *
   * @param network at the unchanged structure
   */
  SearchLoop(Optimization optimization, RelaxedNetwork network) {
    this.optimization = optimization;
    this.network = network;
    this.costs = optimization.costs();
    this.constraints = optimization.constraints();
    this.steps = optimization.search().plan().searchSteps();
    this.ramps = ramps();
  }

  /** Runs the search. */
  SearchedStructure run(Sensitivity table) {
    double[][] losses = table.scaled();
    Descent descent = new Descent(optimization, network, table.scale());
    Bisection.Start start = bisect(losses, constraints.limits());
    Controller controller = controller(start.multipliers());
    try (Batches batches = optimization.search().batches(0)) {
      for (int step = 0; step < steps; step++) {
        double done = step / (double) steps;
        while (shrunk < SHRINK_STEPS && done >= SHRINK_SHARE * shrunk / SHRINK_STEPS) {
          controller = controller(shrink(losses, start).multipliers());
        }
        if (step % Math.max(1, steps / MEASUREMENTS) == 0 && done >= SHRINK_SHARE) {
          int[] present = network.discretised();
          costs.calibrate(present, optimization.truth().of(network.materialized(present)));
        }
        double[] limits = limits(Math.max(done, RAMP_SHARE * shrunk / SHRINK_STEPS));
        double[] errors = constraints.errors(costs, network.discretised(), limits);
        controller.update(errors);
        double[] multipliers = controller.multipliers();
        descent.step(batches.next(), step, penalised(multipliers, errors), limits);
        descent.report(step + 1, limits, multipliers);
      }
    }
    return network.searched(
        network.discretised(),
        descent.bestFeasible(),
        losses,
        controller.multipliers(),
        table.scale());
  }

  /**
   * Where the table says that budgets push the structure. Multipliers alone leave slack where many
   * settings change at one and the same multiplier, so what fits is taken back.
   */
  private Bisection.Start bisect(double[][] losses, double[] budgets) {
    TableProblem problem = optimization.problem(losses, budgets);
    Bisection.Start start = new Bisection(problem).solve();
    return new Projection(problem, start.multipliers())
        .project(start.settings())
        .map(settings -> new Bisection.Start(settings, start.multipliers()))
        .orElse(start);
  }

  /** Moves on to the next waypoint; the last one is where the final budgets push the structure. */
  private Bisection.Start shrink(double[][] losses, Bisection.Start end) {
    shrunk++;
    Bisection.Start waypoint =
        shrunk == SHRINK_STEPS ? end : bisect(losses, limits(RAMP_SHARE * shrunk / SHRINK_STEPS));
    network.moveTo(waypoint.settings());
    return waypoint;
  }

  /** The penalty acts only while both the sampled and the discretised structure exceed. */
  private static UnaryOperator<double[]> penalised(double[] multipliers, double[] errors) {
    return sampled -> {
      double[] weights = multipliers.clone();
      for (int c = 0; c < weights.length; c++) {
        weights[c] += PENALTY * Math.max(0, Math.min(sampled[c], errors[c]));
      }
      return weights;
    };
  }

  /** Multipliers start at the bisection's values; their gains follow the size of those. */
  private static Controller controller(double[] start) {
    double size = Math.max(0.1, Arrays.stream(start).max().orElse(0));
    return new Controller(new Controller.Gains(0.9, 0.05 * size, 1, 10, 100 * size), start);
  }

  private List<BudgetRamp> ramps() {
    double[] present = constraints.pick(costs.cost(costs.model().unchanged()));
    double[] limits = constraints.limits();
    return IntStream.range(0, limits.length)
        .mapToObj(c -> new BudgetRamp(present[c], limits[c], RAMP_SHARE))
        .toList();
  }

  private double[] limits(double done) {
    return ramps.stream().mapToDouble(r -> r.at(done)).toArray();
  }
}
