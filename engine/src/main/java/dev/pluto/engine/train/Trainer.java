package dev.pluto.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.TrainingSignals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Trains a graph and the arrays that operators bring, one batch at a time; each step in a scope of
 * its own, so that native memory stays flat.
 */
public final class Trainer implements AutoCloseable {
  /** Part of the weights' rate at which logarithms of step sizes are trained. */
  private static final double STEP_SIZE_RATE = 0.25;

  private static final double SMALLEST_NORM = 1e-8;
  private static final double WEIGHT_DECAY = 1e-4;
  private static final double CLIP_NORM = 5;
  private static final int STEPS_BETWEEN_SNAPSHOTS = 50;
  private static final int MOST_FAILURES = 3;

  /** Runs the network with the hooks of the step; to be called once. */
  @FunctionalInterface
  public interface Forward {
    /** The outputs, and behind them the values of these names. */
    NDList with(List<String> features);

    /** The outputs. */
    default NDList get() {
      return with(List.of());
    }
  }

  /** The loss of a batch. */
  @FunctionalInterface
  public interface BatchLoss {
    /** A differentiable scalar. */
    NDArray of(Forward forward, NDList inputs, NDList targets);
  }

  /** Keeps what belongs to the trained arrays but lives elsewhere, such as ranges and stages. */
  public interface Companion {
    /** Remembers the present state; called when a snapshot of the arrays is taken. */
    void take();

    /** Goes back to it; called when the arrays went back to the snapshot. */
    void restore();
  }

  private static final Companion ALONE =
      new Companion() {
        @Override
        public void take() {}

        @Override
        public void restore() {}
      };

  /** Learning rates of one step. */
  public record Rates(double weights, double logits) {}

  private final TrainableGraph graph;
  private final NDManager manager;
  private final AdamW optimizer;
  private final Snapshot snapshot;
  private final Companion companion;
  private double rateFactor = 1;
  private int failures;
  private long steps;

  /** A trainer of a graph and further arrays. */
  public Trainer(TrainingSession session, TrainableGraph graph, Collection<Parameter> parameters) {
    this(session, graph, parameters, ALONE);
  }

  /** A trainer that takes more than arrays back when a step fails. */
  public Trainer(
      TrainingSession session,
      TrainableGraph graph,
      Collection<Parameter> parameters,
      Companion companion) {
    this.graph = graph;
    this.companion = companion;
    this.manager = session.manager();
    List<AdamW.Slot> slots = new ArrayList<>();
    for (NDArray weight : graph.weights().values()) {
      // Biases and normalization vectors are not decayed.
      double decay = weight.getShape().dimension() > 1 ? WEIGHT_DECAY : 0;
      slots.add(new AdamW.Slot(weight, 1, decay, false));
    }
    for (Parameter parameter : parameters) {
      switch (parameter.role()) {
        case LOGIT -> slots.add(new AdamW.Slot(parameter.array(), 1, 0, true));
        case STEP_SIZE -> slots.add(new AdamW.Slot(parameter.array(), STEP_SIZE_RATE, 0, false));
      }
    }
    this.optimizer = new AdamW(manager, slots);
    List<NDArray> trained = new ArrayList<>(graph.changing());
    parameters.forEach(p -> trained.add(p.array()));
    this.snapshot = new Snapshot(session, trained);
  }

  /**
   * One step. A loss or gradient that is not finite takes everything back to the last snapshot and
   * halves the learning rate, a few times at most.
   *
   * @param observer looks at weights and gradients before the update
   * @return the loss; NaN if the step was taken back
   * @throws ProblemException if training keeps diverging
   */
  public double step(
      Batch batch, Hooks hooks, BatchLoss loss, Consumer<TrainingSignals> observer, Rates rates) {
    if (steps++ % STEPS_BETWEEN_SNAPSHOTS == 0) {
      snapshot.take();
      companion.take();
    }
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      double value = backward(batch, hooks, loss, true);
      double norm = optimizer.gradientNorm();
      if (!Double.isFinite(value) || !Double.isFinite(norm)) {
        optimizer.zeroGradients();
        rollBack();
        return Double.NaN;
      }
      observer.accept(new Signals(graph));
      optimizer.step(
          rateFactor * rates.weights(),
          rates.logits(),
          Math.min(1, CLIP_NORM / Math.max(norm, SMALLEST_NORM)));
      optimizer.zeroGradients();
      return value;
    } finally {
      JniUtils.setGradMode(false);
    }
  }

  private void rollBack() {
    failures++;
    if (failures > MOST_FAILURES) {
      throw new ProblemException(
          ProblemException.Kind.MODEL,
          new Problem(
              "training",
              "the loss is not finite, even at %s of the learning rate".formatted(rateFactor),
              "a smaller recover.rate, or samples scaled as the model expects"));
    }
    snapshot.restore();
    companion.restore();
    rateFactor /= 2;
  }

  /**
   * Gradients of one batch, shown to the observer and then forgotten.
   *
   * @return the loss
   */
  public double probe(
      Batch batch, Hooks hooks, BatchLoss loss, Consumer<TrainingSignals> observer) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      double value = backward(batch, hooks, loss, false);
      observer.accept(new Signals(graph));
      optimizer.zeroGradients();
      return value;
    } finally {
      JniUtils.setGradMode(false);
    }
  }

  private double backward(Batch batch, Hooks hooks, BatchLoss loss, boolean training) {
    NDList inputs = batch.inputs(manager);
    NDList targets = batch.targets(manager);
    JniUtils.setGradMode(true);
    NDArray scalar =
        loss.of(features -> graph.forward(inputs, hooks, training, features), inputs, targets);
    JniUtils.backward((PtNDArray) scalar, (PtNDArray) scalar.onesLike(), false, false);
    JniUtils.setGradMode(false);
    return scalar.toType(DataType.FLOAT64, false).getDouble();
  }

  private record Signals(TrainableGraph graph) implements TrainingSignals {
    @Override
    public NDArray weight(String initializer) {
      NDArray weight = graph.weights().get(initializer);
      if (weight == null) {
        throw new IllegalArgumentException("'" + initializer + "' is not trained");
      }
      return weight;
    }

    @Override
    public NDArray gradient(String initializer) {
      return weight(initializer).getGradient();
    }

    @Override
    public boolean isTrained(String initializer) {
      return graph.weights().containsKey(initializer);
    }
  }

  @Override
  public void close() {
    snapshot.close();
    optimizer.close();
  }
}
