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
import dev.pluto.spi.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sensitivity table: by how much the task loss is expected to rise with each setting of each
 * decision, before any recovery.
 *
 * @param losses by decision and setting; the first setting has 0
 * @param originalLoss mean task loss of the unchanged model
 * @param scale loss that counts as 1: the larger of the original loss and the median positive rise
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Sensitivity(double[][] losses, double originalLoss, double scale) {
  /** Batches on which gradients are looked at. */
  static final int GRADIENT_BATCHES = 20;

  /** Batches on which single settings are tried. */
  private static final int TRIAL_BATCHES = 2;

  /** What the largest change of a decision costs at least, in units of the scale. */
  private static final double SMALL_CHANGE = 1e-4;

  /** A model without any loss left still needs a scale. */
  private static final double SMALLEST_SCALE = 1e-6;

  /**
   * Works out the table.
   *
   * @param batches at least {@link #GRADIENT_BATCHES}, or what there is
   */
  static Sensitivity measure(
      Trainer trainer,
      TrainableGraph model,
      Task<?> task,
      List<OutputMeaning> meanings,
      List<Relaxation> relaxations,
      List<Batch> batches,
      NDManager manager) {
    Trainer.BatchLoss loss =
        task.comparesWithOriginal()
            ? (forward, inputs, targets) -> OutputProjection.of(forward.get(), meanings)
            : (forward, inputs, targets) -> task.loss(forward.get(), targets);
    double sum = 0;
    for (Batch batch : batches) {
      sum +=
          trainer.probe(
              batch, Hooks.NONE, loss, signals -> relaxations.forEach(r -> r.observe(signals)));
    }
    double original = task.comparesWithOriginal() ? 0 : sum / batches.size();
    double[][] losses = new double[relaxations.size()][];
    List<Double> rises = new ArrayList<>();
    List<Batch> some = batches.subList(0, Math.min(TRIAL_BATCHES, batches.size()));
    try (Trials trials = Trials.on(model, task, meanings, some, manager)) {
      for (int d = 0; d < losses.length; d++) {
        losses[d] = relaxations.get(d).sensitivity(trials);
        Arrays.stream(losses[d]).filter(rise -> rise > 0).forEach(rises::add);
      }
    }
    rises.sort(null);
    double median = rises.isEmpty() ? 0 : rises.get(rises.size() / 2);
    double scale = Math.max(SMALLEST_SCALE, Math.max(original, median));
    return new Sensitivity(losses, original, scale);
  }

  /**
   * The table in units of the scale. Of settings that measure alike the one that changes less is a
   * little better, so that what a budget leaves is used.
   */
  double[][] scaled() {
    double[][] scaled = new double[losses.length][];
    for (int d = 0; d < scaled.length; d++) {
      scaled[d] = new double[losses[d].length];
      for (int s = 0; s < scaled[d].length; s++) {
        scaled[d][s] = losses[d][s] / scale + SMALL_CHANGE * s / (scaled[d].length - 1);
      }
    }
    return scaled;
  }

  /** Compares the model with and without hooks on a few batches. */
  private record Trials(
      TrainableGraph model,
      Task<?> task,
      List<OutputMeaning> meanings,
      List<Batch> batches,
      List<NDList> originals,
      NDManager manager)
      implements SensitivityProbe, AutoCloseable {
    static Trials on(
        TrainableGraph model,
        Task<?> task,
        List<OutputMeaning> meanings,
        List<Batch> batches,
        NDManager parent) {
      NDManager manager = parent.newSubManager();
      List<NDList> originals = new ArrayList<>();
      for (Batch batch : batches) {
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          NDList outputs = model.evaluate(batch.inputs(manager), Hooks.NONE);
          outputs.attach(manager);
          NDScope.unregister(outputs);
          originals.add(outputs);
        }
      }
      return new Trials(model, task, meanings, batches, originals, manager);
    }

    @Override
    public void close() {
      manager.close();
    }

    @Override
    public double lossRise(List<Hook> hooks) {
      Hooks sorted = new Hooks(hooks);
      double sum = 0;
      for (int b = 0; b < batches.size(); b++) {
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          NDList changed = model.evaluate(batches.get(b).inputs(manager), sorted);
          sum += rise(originals.get(b), changed, batches.get(b).targets(manager));
        }
      }
      return sum / batches.size();
    }

    /** Divergence of class distributions, which the labels' noise does not touch; else the loss. */
    private double rise(NDList original, NDList changed, NDList targets) {
      if (meanings.get(0) instanceof OutputMeaning.ClassLogits logits) {
        NDArray p = original.get(0).softmax(logits.axis());
        NDArray gap =
            original.get(0).logSoftmax(logits.axis()).sub(changed.get(0).logSoftmax(logits.axis()));
        return Math.max(0, p.mul(gap).sum(new int[] {logits.axis()}).mean().getFloat());
      }
      NDList right = task.comparesWithOriginal() ? original : targets;
      return Math.max(
          0, task.loss(changed, right).getFloat() - task.loss(original, right).getFloat());
    }
  }
}
