package dev.pluto.engine.search.strategy;

import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.search.Constraints;
import dev.pluto.engine.search.Objective;
import dev.pluto.engine.search.Optimization;
import dev.pluto.engine.search.Plan;
import dev.pluto.engine.search.RelaxedNetwork;
import dev.pluto.engine.train.Batch;
import dev.pluto.engine.train.Trainer;
import dev.pluto.spi.search.Sampling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * The primal steps of a search: weights and logits descend the loss plus what multipliers charge
 * for the relaxed costs. The temperature falls; the last third samples hard, and there the best
 * structure that meets the final budgets is remembered.
 */
final class Descent {
  private static final double HARD_SHARE = 2 / 3.0;
  private static final double LOGIT_RATE = 0.02;
  private static final double FIRST_TEMPERATURE = 1;
  private static final double LAST_TEMPERATURE = 0.1;

  private final CalibratedCosts costs;
  private final Constraints constraints;
  private final Optimization optimization;
  private final RelaxedNetwork network;
  private final Objective objective;
  private final Charges charges;
  private final SplittableRandom random;
  private final BestFeasible best = new BestFeasible();
  private double smoothed = Double.NaN;

  /**
   * Prepares a descent.
   *
   * @param scale loss that counts as 1
   */
  Descent(Optimization optimization, RelaxedNetwork network, double scale) {
    this.optimization = optimization;
    this.network = network;
    this.costs = optimization.costs();
    this.constraints = optimization.constraints();
    this.objective = optimization.objective(scale);
    this.charges = new Charges(optimization.search().space().decisions(), costs);
    this.random = new SplittableRandom(optimization.search().plan().seed());
  }

  /**
   * One step.
   *
   * @param weights the factor of each constraint, given the errors of a candidate that is sampled
   *     from the positions
   * @param limits the present budget of each constraint
   */
  void step(Batch batch, int step, UnaryOperator<double[]> weights, double[] limits) {
    Plan plan = optimization.search().plan();
    double done = step / (double) plan.searchSteps();
    double loss =
        network.step(
            batch,
            objective,
            sampling(done),
            () -> {
              int[] sampled = network.draw(random);
              double[] errors = constraints.errors(costs, sampled, limits);
              return charges.at(sampled, weights.apply(errors), constraints, limits);
            },
            new Trainer.Rates(plan.rate(step), LOGIT_RATE));
    smoothed = Double.isNaN(smoothed) || Double.isNaN(loss) ? loss : 0.9 * smoothed + 0.1 * loss;
    if (done >= HARD_SHARE) {
      int[] present = network.discretised();
      best.offer(present, constraints.errors(costs, present, constraints.limits()), smoothed);
    }
  }

  private Sampling sampling(double done) {
    double temperature = FIRST_TEMPERATURE * Math.pow(LAST_TEMPERATURE / FIRST_TEMPERATURE, done);
    return new Sampling(temperature, done >= HARD_SHARE, random);
  }

  /** The structure that met the final budgets with the lowest loss, if any did. */
  Optional<List<Integer>> bestFeasible() {
    return best.settings();
  }

  /** Tells the listener how far the search is, and how far from its present budgets. */
  void report(int done, double[] limits, double[] multipliers) {
    double[] errors = constraints.errors(costs, network.discretised(), limits);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("loss", smoothed);
    for (int c = 0; c < errors.length; c++) {
      String metric = costs.model().metrics().get(constraints.metrics().get(c)).metric().id();
      figures.put(metric, 1 + errors[c]);
      figures.put("multiplier " + metric, multipliers[c]);
    }
    optimization.listener().progress("search", done, figures);
  }
}
