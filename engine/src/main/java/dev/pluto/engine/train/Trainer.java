package dev.pluto.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.TrainingSignals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Trains a graph and the arrays that operators bring, one batch at a time; each step in a scope of
 * its own, so that native memory stays flat.
 */
public final class Trainer implements AutoCloseable {
  /** Step sizes of quantizers follow a small part of the weights' rate. */
  private static final double STEP_SIZE_RATE = 0.05;

  private static final float SMALLEST_STEP_SIZE = 1e-8f;
  private static final double WEIGHT_DECAY = 1e-4;
  private static final double CLIP_NORM = 5;

  /** The loss of a batch. */
  @FunctionalInterface
  public interface BatchLoss {
    /** A differentiable scalar from the outputs, the inputs and the targets of a batch. */
    NDArray of(NDList outputs, NDList inputs, NDList targets);
  }

  /** Learning rates of one step. */
  public record Rates(double weights, double logits) {}

  private final TrainableGraph graph;
  private final NDManager manager;
  private final AdamW optimizer;
  private final List<NDArray> stepSizes = new ArrayList<>();

  /** A trainer of a graph and further arrays. */
  public Trainer(
      TrainingSession session, TrainableGraph graph, Collection<Parameter> parameters) {
    this.graph = graph;
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
        case STEP_SIZE -> {
          slots.add(new AdamW.Slot(parameter.array(), STEP_SIZE_RATE, 0, false));
          stepSizes.add(parameter.array());
        }
      }
    }
    this.optimizer = new AdamW(manager, slots);
  }

  /**
   * One step.
   *
   * @param observer looks at weights and gradients before the update
   * @return the loss; not finite if the step was not taken
   */
  public double step(
      Batch batch,
      Hooks hooks,
      BatchLoss loss,
      Consumer<TrainingSignals> observer,
      Function<Double, Rates> rates) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      double value = backward(batch, hooks, loss, graph.hasBatchStatistics());
      double norm = optimizer.gradientNorm();
      if (Double.isFinite(value) && Double.isFinite(norm)) {
        observer.accept(new Signals(graph));
        Rates now = rates.apply(value);
        optimizer.step(now.weights(), now.logits(), Math.min(1, CLIP_NORM / Math.max(norm, 1e-12)));
        for (NDArray step : stepSizes) {
          step.addi(step.clip(SMALLEST_STEP_SIZE, Float.MAX_VALUE).sub(step));
        }
      } else {
        value = Double.NaN;
      }
      optimizer.zeroGradients();
      return value;
    } finally {
      JniUtils.setGradMode(false);
    }
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
    NDArray scalar = loss.of(graph.forward(inputs, hooks, training), inputs, targets);
    JniUtils.backward((PtNDArray) scalar, (PtNDArray) scalar.onesLike(), false, false);
    JniUtils.setGradMode(false);
    return scalar.toType(ai.djl.ndarray.types.DataType.FLOAT32, false).getFloat();
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
    optimizer.close();
  }
}
