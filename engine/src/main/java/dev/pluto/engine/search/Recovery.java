package dev.pluto.engine.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import dev.pluto.engine.analysis.BatchNormalizationFolding;
import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.MaterializingEditor;
import dev.pluto.engine.analysis.Resolution;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.train.Batch;
import dev.pluto.engine.train.Batches;
import dev.pluto.engine.train.EqualShapes;
import dev.pluto.engine.train.Hooks;
import dev.pluto.engine.train.HostArrays;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.Trainer;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.engine.train.WeightAverage;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.search.Frozen;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.StateDict;
import dev.pluto.spi.search.TrainingContext;
import dev.pluto.spi.task.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Trains the frozen structure: what decisions leave in force (quantizers) is in the forward pass,
 * the loss is that of the search without charges, and the weights of the last steps are averaged.
 */
public final class Recovery implements AutoCloseable {
  /** Share of the recovery over which weights are averaged. */
  private static final double AVERAGED_SHARE = 0.1;

  /**
   * Share at the end in which normalizations keep their statistics, as the exported file does. So
   * weights and step sizes settle on what is exported.
   */
  private static final double FROZEN_STATISTICS_SHARE = 0.2;

  private final SearchTask search;
  private final ProgressListener listener;
  private final TrainingSession session;
  private final TrainableGraph teacher;
  private final NormalizedForm form;
  private final List<Frozen> frozen = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final Hooks hooks;
  private final Objective objective;
  private TrainableGraph student;

  /** Prepares the recovery of a structure. */
  public Recovery(Optimization optimization, SearchOutcome outcome) {
    this.session = optimization.session();
    this.search = optimization.search();
    this.listener = optimization.listener();
    this.teacher = optimization.teacher();
    this.form = new NormalizedForm(session, search);
    this.student = form.of(outcome.graph());
    int[] settings = outcome.settings().stream().mapToInt(Integer::intValue).toArray();
    Resolution resolution = search.space().structures().of(settings).resolution();
    TrainingContext context = session.context(outcome.graph(), resolution::standsFor);
    search.space().inForce(settings).forEach(d -> freeze(d, settings[d], context));
    this.hooks = new Hooks(frozen.stream().flatMap(f -> f.hooks().stream()).toList());
    this.objective = optimization.objective(outcome.scale(), resolution::standsFor);
  }

  private void freeze(int decision, int setting, TrainingContext context) {
    Frozen f = search.space().decisions().get(decision).freeze(setting, context);
    frozen.add(f);
    parameters.addAll(f.parameters());
  }

  /** Trains and returns the graph with its final weights and scales. */
  public Graph run() {
    train();
    frozen.forEach(f -> f.progress(1));
    merge();
    settle(search.sample().get(0));
    MaterializingEditor editor = new MaterializingEditor(student.bake(), ChannelFacts.NONE);
    frozen.forEach(f -> f.finish(editor));
    Graph exported = editor.result();
    // So that the network that is compared with the file has the biases of the file.
    student.replace(OnnxWriter.roundedBiases(exported));
    return exported;
  }

  private void train() {
    Plan plan = search.plan();
    // Batches go on where the search stopped, so that a resumed run sees the same ones.
    List<NDArray> arrays = parameters.stream().map(Parameter::array).distinct().toList();
    try (Batches batches = search.batches(plan.searchSteps());
        Trainer trainer =
            new Trainer(session, student, distinct(parameters), new FrozenStates(frozen));
        WeightAverage average = new WeightAverage(session, student, arrays)) {
      double smoothed = Double.NaN;
      for (int step = 0; step < plan.recoverySteps(); step++) {
        double done = plan.recovered(step);
        frozen.forEach(f -> f.progress(done));
        if (done >= 1 - FROZEN_STATISTICS_SHARE) {
          student.freezeStatistics();
        }
        double rate = plan.rate(plan.searchSteps() + step);
        double loss =
            trainer.step(
                batches.next(), hooks, objective::of, signals -> {}, new Trainer.Rates(rate, 0));
        if (done >= 1 - AVERAGED_SHARE && !Double.isNaN(loss)) {
          average.take();
        }
        smoothed =
            Double.isNaN(smoothed) || Double.isNaN(loss) ? loss : 0.9 * smoothed + 0.1 * loss;
        listener.progress("recover", step + 1L, Map.of("loss", smoothed));
      }
      average.apply();
    }
  }

  /** Goes over to the network without batch normalizations, which computes the same. */
  private void merge() {
    BatchNormalizationFolding.Merged merged = NormalizedForm.merged(student);
    student.close();
    student = form.plain(merged.graph());
    merged
        .factors()
        .forEach(
            (weight, factors) ->
                frozen.forEach(f -> f.rescaled(weight, factors.axis(), factors.values())));
  }

  /**
   * The states of frozen decisions. A quantizer that began to round after the snapshot has step
   * sizes from before in it, so it has to begin again.
   */
  private static final class FrozenStates implements Trainer.Companion {
    private final List<Frozen> frozen;
    private List<StateDict> states = List.of();

    FrozenStates(List<Frozen> frozen) {
      this.frozen = frozen;
    }

    @Override
    public void take() {
      states = frozen.stream().map(Frozen::state).toList();
    }

    @Override
    public void restore() {
      for (int i = 0; i < states.size(); i++) {
        frozen.get(i).restore(states.get(i));
      }
    }
  }

  private static List<Parameter> distinct(List<Parameter> parameters) {
    return parameters.stream().distinct().toList();
  }

  /** Quantizers that never saw a batch in force see one, so that their scales are final. */
  private void settle(Batch batch) {
    NDManager manager = session.manager();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      student.evaluate(batch.inputs(manager), hooks);
    }
  }

  /**
   * Outputs of the trained network, quantizers on.
   *
   * @param samples of equal shapes
   * @return per sample, without the batch axis
   */
  public List<List<Tensor>> outputs(List<Sample> samples) {
    NDManager manager = session.manager();
    List<List<Tensor>> outputs = new ArrayList<>();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDList batch = student.evaluate(Batch.of(samples).inputs(manager), hooks);
      for (int i = 0; i < samples.size(); i++) {
        int sample = i;
        outputs.add(batch.stream().map(o -> HostArrays.toHost(o.get(sample))).toList());
      }
    }
    return outputs;
  }

  /**
   * Mean task losses on samples.
   *
   * @param original of the given model
   * @param recovered of the trained network, quantizers on
   */
  public record Losses(double original, double recovered) {}

  /** Losses on samples, each of which counts alike. */
  public Losses losses(List<Sample> samples) {
    NDManager manager = session.manager();
    double original = 0;
    double recovered = 0;
    for (List<Sample> chunk : EqualShapes.chunks(samples)) {
      Batch batch = Batch.of(chunk);
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDList inputs = batch.inputs(manager);
        NDList originals = teacher.evaluate(inputs, Hooks.NONE);
        NDList targets = search.task().comparesWithOriginal() ? originals : batch.targets(manager);
        NDArray before = search.task().loss(originals, targets);
        NDArray after = search.task().loss(student.evaluate(inputs, hooks), targets);
        original += before.getFloat() * chunk.size();
        recovered += after.getFloat() * chunk.size();
      }
    }
    return new Losses(original / samples.size(), recovered / samples.size());
  }

  @Override
  public void close() {
    frozen.forEach(Frozen::close);
    student.close();
  }
}
