package dev.pluto.engine.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.lagrangian.Bisection;
import dev.pluto.engine.lagrangian.BudgetRamp;
import dev.pluto.engine.lagrangian.Controller;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.train.Batch;
import dev.pluto.engine.train.Batches;
import dev.pluto.engine.train.OneCycle;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.Trainer;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The search: weights and structure descend one Lagrangian, multipliers ascend on the true cost of
 * the discretised structure.
 *
 * <p>It starts near the answer: the sensitivity table and a bisection on it say where the budgets
 * will push the structure, and the structure shrinks there in a few steps along the budget ramp, so
 * that weights can follow. From then on the gradient moves the structure and the controller the
 * multipliers. The last third samples hard.
 */
public final class SearchLoop implements AutoCloseable {
  /** Share of the search in which the structure shrinks along the bisection's path. */
  private static final double SHRINK_SHARE = 0.4;

  private static final int SHRINK_STEPS = 5;
  private static final double RAMP_SHARE = 0.6;
  private static final double HARD_SHARE = 2 / 3.0;
  private static final int MEASUREMENTS = 5;
  private static final double LOGIT_RATE = 0.02;
  private static final double FIRST_TEMPERATURE = 1;
  private static final double LAST_TEMPERATURE = 0.1;

  /** Weight c of the quadratic penalty, in units of the scaled loss. */
  private static final double PENALTY = 1;

  /** Share of all steps between the end of the search and the peak of the learning rate. */
  private static final double PEAK_AFTER_SEARCH = 0.05;

  private final SearchTask search;
  private final CalibratedCosts costs;
  private final Constraints constraints;
  private final Truth truth;
  private final ProgressListener listener;
  private final NDManager manager;
  private final TrainableGraph teacher;
  private final TrainableGraph student;
  private final RelaxedStructure structure;
  private final Trainer trainer;
  private final Charges charges;
  private final SplittableRandom random;

  /**
   * Prepares a search.
   *
   * @param teacher the original model in training form
   */
  public SearchLoop(
      TrainingSession session,
      SearchTask search,
      TrainableGraph teacher,
      CalibratedCosts costs,
      Constraints constraints,
      Truth truth,
      ProgressListener listener) {
    this.search = search;
    this.teacher = teacher;
    this.costs = costs;
    this.constraints = constraints;
    this.truth = truth;
    this.listener = listener;
    this.manager = session.manager();
    this.student = new TrainableGraph(session, search.graph(), search.operators()::of);
    this.structure =
        new RelaxedStructure(search.space().decisions(), session.context(search.graph()));
    this.trainer = new Trainer(session, student, structure.logits(), structure);
    this.charges = new Charges(search.space().decisions(), costs);
    this.random = new SplittableRandom(search.plan().seed());
  }

  /** Works out the sensitivity table, from which the search starts. */
  public Sensitivity sensitivity() {
    List<Batch> sample = new ArrayList<>();
    SearchTask.Plan plan = search.plan();
    try (Batches batches = new Batches(search.samples(), plan.batch(), plan.seed(), 0)) {
      for (int i = 0; i < Sensitivity.GRADIENT_BATCHES; i++) {
        sample.add(batches.next());
      }
    }
    return Sensitivity.measure(
        trainer,
        student,
        search.task(),
        search.meanings(),
        structure.relaxations(),
        sample,
        manager);
  }

  /** Runs the search. */
  public SearchedStructure run(Sensitivity table) {
    SearchTask.Plan plan = search.plan();
    try (Batches batches =
        new Batches(search.samples(), plan.batch(), plan.seed(), Sensitivity.GRADIENT_BATCHES)) {
      double[][] losses = table.scaled();
      Bisection.Start start = bisect(losses, constraints.limits());
      BestFeasible best = new BestFeasible();
      double[] multipliers = train(batches, losses, start, table.scale(), best);
      return new SearchedStructure(
          student.bake(),
          structure.relaxations().stream().map(Relaxation::state).toList(),
          Arrays.stream(structure.discretised()).boxed().toList(),
          best.settings(),
          Arrays.stream(losses).map(row -> Arrays.stream(row).boxed().toList()).toList(),
          Arrays.stream(multipliers).boxed().toList(),
          table.scale());
    }
  }

  private Bisection.Start bisect(double[][] losses, double[] budgets) {
    return new Bisection(new TableProblem(losses, costs, constraints, budgets)).solve();
  }

  private double[] train(
      Batches batches, double[][] losses, Bisection.Start start, double scale, BestFeasible best) {
    SearchTask.Plan plan = search.plan();
    Objective objective = new Objective(search.task(), search.space().lossTerms(), teacher, scale);
    OneCycle cycle =
        new OneCycle(plan.rate(), plan.searchSteps() / (double) plan.steps() + PEAK_AFTER_SEARCH);
    List<BudgetRamp> ramps = ramps();
    Controller controller = controller(start.multipliers());
    int shrunk = 0;
    double smoothed = Double.NaN;
    for (int step = 0; step < plan.searchSteps(); step++) {
      double done = step / (double) plan.searchSteps();
      while (shrunk < SHRINK_STEPS && done >= SHRINK_SHARE * shrunk / SHRINK_STEPS) {
        shrunk++;
        // The last waypoint is where the final budgets push the structure.
        Bisection.Start waypoint =
            shrunk == SHRINK_STEPS
                ? start
                : bisect(losses, limits(ramps, RAMP_SHARE * shrunk / SHRINK_STEPS));
        structure.moveTo(waypoint.settings());
        controller = controller(waypoint.multipliers());
      }
      if (step % Math.max(1, plan.searchSteps() / MEASUREMENTS) == 0 && done >= SHRINK_SHARE) {
        int[] present = structure.discretised();
        costs.calibrate(
            present, truth.of(structure.materialized(present, search.graph(), search.facts())));
      }
      double[] limits = limits(ramps, Math.max(done, RAMP_SHARE * shrunk / SHRINK_STEPS));
      double[] errors = constraints.errors(costs, structure.discretised(), limits);
      controller.update(errors);
      double[] multipliers = controller.multipliers();
      double[] taskLoss = new double[1];
      double loss =
          trainer.step(
              batches.next(),
              structure.hooks(),
              (forward, inputs, targets) -> {
                List<NDArray> positions = structure.sample(sampling(done));
                NDArray charge = charge(positions, multipliers, errors, limits);
                NDArray value = objective.of(forward.get(), inputs, targets);
                taskLoss[0] = value.getFloat();
                return value.add(charge);
              },
              structure::observe,
              new Trainer.Rates(cycle.at(step / (double) plan.steps()), LOGIT_RATE));
      // Without the charges, which move with the multipliers.
      double own = Double.isNaN(loss) ? Double.NaN : taskLoss[0];
      smoothed = Double.isNaN(smoothed) || Double.isNaN(own) ? own : 0.9 * smoothed + 0.1 * own;
      if (done >= HARD_SHARE) {
        int[] present = structure.discretised();
        best.offer(present, constraints.errors(costs, present, constraints.limits()), smoothed);
      }
      report(step + 1, smoothed, errors, multipliers);
    }
    return controller.multipliers();
  }

  private Sampling sampling(double done) {
    double temperature = FIRST_TEMPERATURE * Math.pow(LAST_TEMPERATURE / FIRST_TEMPERATURE, done);
    return new Sampling(temperature, done >= HARD_SHARE, random);
  }

  /** Σ over decisions of position · marginal price, differentiable in the logits. */
  private NDArray charge(
      List<NDArray> positions, double[] multipliers, double[] errors, double[] limits) {
    int[] sampled = structure.draw(random);
    double[] sampledErrors = constraints.errors(costs, sampled, limits);
    double[] weights = new double[multipliers.length];
    for (int c = 0; c < weights.length; c++) {
      // The penalty acts only while both the sampled and the discretised structure exceed.
      weights[c] = multipliers[c] + PENALTY * Math.max(0, Math.min(sampledErrors[c], errors[c]));
    }
    double[][] prices = charges.at(sampled, weights, constraints, limits);
    NDArray sum = manager.create(0f);
    for (int d = 0; d < prices.length; d++) {
      float[] row = new float[prices[d].length];
      for (int s = 0; s < row.length; s++) {
        row[s] = (float) (prices[d][s] - prices[d][row.length - 1]);
      }
      sum = sum.add(positions.get(d).mul(manager.create(row)).sum());
    }
    return sum;
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

  private static double[] limits(List<BudgetRamp> ramps, double done) {
    return ramps.stream().mapToDouble(r -> r.at(done)).toArray();
  }

  private void report(int step, double loss, double[] errors, double[] multipliers) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("loss", loss);
    for (int c = 0; c < errors.length; c++) {
      String metric = costs.model().metrics().get(constraints.metrics().get(c)).metric().id();
      figures.put(metric, 1 + errors[c]);
      figures.put("multiplier " + metric, multipliers[c]);
    }
    listener.progress("search", step, figures);
  }

  @Override
  public void close() {
    trainer.close();
    structure.close();
    student.close();
  }
}
