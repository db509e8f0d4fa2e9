package dev.pluto.engine.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import dev.pluto.engine.train.Batch;
import dev.pluto.engine.train.Hooks;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.Trainer;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.SensitivityProbe;
import dev.pluto.spi.task.OutputMeaning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Works out a sensitivity table: gradients of some batches, then one setting after the other. */
record SensitivityMeasurement(
    Trainer trainer,
    TrainableGraph model,
    SearchTask search,
    RelaxedStructure structure,
    NDManager manager) {
  /** Batches on which single settings are tried. */
  private static final int TRIAL_BATCHES = 2;

  /**
   * The table around a candidate.
   *
   * @param candidate the settings that hold while others are tried
   * @param tried the decisions that are tried; they alone see gradients, the rows of others are 0
   * @param batches {@link Sensitivity#GRADIENT_BATCHES}
   */
  Sensitivity around(int[] candidate, IntPredicate tried, List<Batch> batches) {
    List<Relaxation> relaxations = structure.relaxations();
    List<Hook> held =
        IntStream.range(0, candidate.length)
            .filter(d -> candidate[d] > 0)
            .mapToObj(d -> relaxations.get(d).hooks(candidate[d]))
            .flatMap(List::stream)
            .toList();
    List<Relaxation> observers =
        IntStream.range(0, candidate.length).filter(tried).mapToObj(relaxations::get).toList();
    boolean alone = search.task().comparesWithOriginal();
    Trainer.BatchLoss loss =
        alone
            ? (forward, inputs, targets) -> OutputProjection.of(forward.get(), search.meanings())
            : (forward, inputs, targets) -> search.task().loss(forward.get(), targets);
    double sum = 0;
    for (Batch batch : batches) {
      sum +=
          trainer.probe(
              batch, new Hooks(held), loss, signals -> observers.forEach(r -> r.observe(signals)));
    }
    double[][] losses = new double[candidate.length][];
    List<Batch> some = batches.subList(0, Math.min(TRIAL_BATCHES, batches.size()));
    try (Trials trials = Trials.on(model, search, some, held, manager)) {
      for (int d = 0; d < losses.length; d++) {
        losses[d] =
            tried.test(d)
                ? relaxations.get(d).sensitivity(trials.beside(structure.showing(candidate, d)))
                : new double[search.space().decisions().get(d).settings().size()];
      }
    }
    return Sensitivity.of(losses, alone ? 0 : sum / batches.size());
  }

  /**
   * Compares the model with and without hooks on a few batches. Normalizations adapt, as they will
   * in training, so that a rise tells what is lost and not what is merely shifted.
   */
  private record Trials(
      TrainableGraph model,
      SearchTask search,
      List<Batch> batches,
      List<Hook> held,
      List<NDList> originals,
      NDManager manager)
      implements SensitivityProbe, AutoCloseable {
    static Trials on(
        TrainableGraph model,
        SearchTask search,
        List<Batch> batches,
        List<Hook> held,
        NDManager parent) {
      NDManager manager = parent.newSubManager();
      List<NDList> originals = new ArrayList<>();
      for (Batch batch : batches) {
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          NDList outputs = model.evaluateAdapted(batch.inputs(manager), new Hooks(held));
          outputs.attach(manager);
          NDScope.unregister(outputs);
          originals.add(outputs);
        }
      }
      return new Trials(model, search, batches, held, originals, manager);
    }

    @Override
    public void close() {
      manager.close();
    }

    @Override
    public double lossRise(List<Hook> hooks) {
      List<Hook> all = new ArrayList<>(held);
      all.addAll(hooks);
      Hooks sorted = new Hooks(all);
      double sum = 0;
      for (int b = 0; b < batches.size(); b++) {
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          NDList changed = model.evaluateAdapted(batches.get(b).inputs(manager), sorted);
          sum += rise(originals.get(b), changed, batches.get(b).targets(manager));
        }
      }
      return sum / batches.size();
    }

    /** The rises over the model with these hooks on, too. */
    SensitivityProbe beside(List<Hook> base) {
      if (base.isEmpty()) {
        return this;
      }
      double before = lossRise(base);
      return hooks ->
          Math.max(0, lossRise(Stream.concat(base.stream(), hooks.stream()).toList()) - before);
    }

    /** Divergence of class distributions, which the labels' noise does not touch; else the loss. */
    private double rise(NDList original, NDList changed, NDList targets) {
      if (search.meanings().get(0) instanceof OutputMeaning.ClassLogits logits) {
        NDArray p = original.get(0).softmax(logits.axis());
        NDArray gap =
            original.get(0).logSoftmax(logits.axis()).sub(changed.get(0).logSoftmax(logits.axis()));
        return Math.max(0, p.mul(gap).sum(new int[] {logits.axis()}).mean().getFloat());
      }
      NDList right = search.task().comparesWithOriginal() ? original : targets;
      return Math.max(
          0,
          search.task().loss(changed, right).getFloat()
              - search.task().loss(original, right).getFloat());
    }
  }
}
