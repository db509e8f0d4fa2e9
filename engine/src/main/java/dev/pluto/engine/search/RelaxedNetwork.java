package dev.pluto.engine.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pluto.engine.train.Batch;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.Trainer;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Sampling;
import dev.pluto.spi.search.StateDict;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The network with all decisions relaxed: its weights, the logits, and what both have learned. */
public final class RelaxedNetwork implements AutoCloseable {
  private final TrainingSession session;
  private final SearchTask search;
  private final NDManager manager;
  private final TrainableGraph student;
  private final RelaxedStructure structure;
  private final Trainer trainer;

  /**
   * The network at its unchanged structure.
   *
   * @param graph the original graph, whose weights may have been trained
   */
  public RelaxedNetwork(Optimization optimization, Graph graph) {
    this.session = optimization.session();
    this.search = optimization.search();
    this.manager = session.manager().newSubManager();
    this.student = new NormalizedForm(session, search).of(graph);
    this.structure = new RelaxedStructure(search.space(), session.context(manager, graph));
    this.trainer = new Trainer(session, student, structure.logits(), structure);
  }

  /**
   * The sensitivity table of all decisions, around the unchanged structure. Alternatives are fitted
   * to their sites first.
   */
  public Sensitivity sensitivity() {
    LocalFit.run(session, student, search.space().decisions(), search.sample());
    return sensitivity(new int[structure.relaxations().size()], decision -> true);
  }

  /**
   * The sensitivity table around a candidate.
   *
   * @param candidate the settings that hold while others are tried
   * @param tried the decisions that are tried; the rows of others are 0
   */
  public Sensitivity sensitivity(int[] candidate, IntPredicate tried) {
    return new SensitivityMeasurement(trainer, student, search, structure, manager)
        .around(candidate, tried, search.sample());
  }

  /**
   * One step of weights and logits.
   *
   * @param charges asked once, after positions are drawn: what each setting of each decision is
   *     charged; empty for nothing
   * @return the scaled loss without the charges, which move with the multipliers; NaN if the step
   *     was taken back
   */
  public double step(
      Batch batch,
      Objective objective,
      Sampling sampling,
      Supplier<double[][]> charges,
      Trainer.Rates rates) {
    double[] own = new double[1];
    double loss =
        trainer.step(
            batch,
            structure.hooks(),
            (forward, inputs, targets) -> {
              List<NDArray> positions = structure.sample(sampling);
              NDArray charge = charge(positions, charges.get());
              NDArray value = objective.of(forward, inputs, targets);
              own[0] = value.getFloat();
              return value.add(charge);
            },
            structure::observe,
            rates);
    return Double.isNaN(loss) ? Double.NaN : own[0];
  }

  /** Σ over decisions of position · charge, differentiable in the logits. */
  private NDArray charge(List<NDArray> positions, double[][] charges) {
    NDArray sum = manager.create(0f);
    for (int d = 0; d < charges.length; d++) {
      float[] row = new float[charges[d].length];
      for (int s = 0; s < row.length; s++) {
        row[s] = (float) (charges[d][s] - charges[d][row.length - 1]);
      }
      sum = sum.add(positions.get(d).mul(manager.create(row)).sum());
    }
    return sum;
  }

  /** Moves every decision to a candidate's setting. */
  public void moveTo(int[] settings) {
    structure.moveTo(settings);
  }

  /** The candidate of the most probable settings, without projection. */
  public int[] discretised() {
    return structure.discretised();
  }

  /** A candidate drawn from the positions, each decision independently. */
  public int[] draw(RandomGenerator random) {
    return structure.draw(random);
  }

  /** A candidate with the given model's weights and all that was learned besides. */
  public Graph materialized(int[] settings) {
    return structure.materialized(settings, search.graph(), search.facts());
  }

  /** What relaxations know besides the logits, by decision. */
  public List<StateDict> states() {
    return structure.relaxations().stream().map(Relaxation::state).toList();
  }

  /** Restores what the relaxations of another network knew. */
  public void restore(List<StateDict> states) {
    structure.restore(states);
  }

  /** The graph with the present weights. */
  public Graph graph() {
    return NormalizedForm.merged(student).graph();
  }

  /**
   * Where the search ends, with the present weights.
   *
   * @param settings the most probable settings
   * @param bestFeasible the settings that met the budgets with the lowest loss, if any did
   * @param losses the sensitivity table in units of the scale
   * @param multipliers by constraint; none if the search had none
   */
  public SearchedStructure searched(
      int[] settings,
      Optional<List<Integer>> bestFeasible,
      double[][] losses,
      double[] multipliers,
      double scale) {
    return new SearchedStructure(
        graph(),
        states(),
        Arrays.stream(settings).boxed().toList(),
        bestFeasible,
        Arrays.stream(losses).map(row -> Arrays.stream(row).boxed().toList()).toList(),
        Arrays.stream(multipliers).boxed().toList(),
        scale);
  }

  /** Where nothing is searched: the unchanged structure and its sensitivity table. */
  public SearchedStructure unsearched(Sensitivity table) {
    return searched(
        new int[structure.relaxations().size()],
        Optional.empty(),
        table.scaled(),
        new double[0],
        table.scale());
  }

  @Override
  public void close() {
    trainer.close();
    structure.close();
    student.close();
    manager.close();
  }
}
