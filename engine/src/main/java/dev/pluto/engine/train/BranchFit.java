package dev.pluto.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Trains parts of a graph to compute what other parts of it compute: the constants of a branch so
 * that its value is close to another value, from values that are not touched. Each part is trained
 * on its own, on mean squared errors over the variance of its target, so that all learn at one
 * rate.
 */
public final class BranchFit implements AutoCloseable {
  private static final float SMALLEST_VARIANCE = 1e-12f;

  /**
   * A part.
   *
   * @param value what the part computes
   * @param target what it is to be close to
   * @param weights the constants that are trained
   * @param inputs the values that the part reads
   */
  public record Part(String value, String target, Set<String> weights, Set<String> inputs) {
    /** Copies the sets. */
    public Part {
      weights = Set.copyOf(weights);
      inputs = Set.copyOf(inputs);
    }
  }

  private final TrainableGraph graph;
  private final NDManager manager;
  private final List<Part> parts;
  private final AdamW optimizer;

  /** Prepares the training of parts that share no weights. */
  public BranchFit(TrainingSession session, TrainableGraph graph, List<Part> parts) {
    this.graph = graph;
    this.manager = session.manager();
    this.parts = List.copyOf(parts);
    List<AdamW.Slot> slots = new ArrayList<>();
    for (Part part : parts) {
      for (String name : part.weights()) {
        NDArray weight = graph.weights().get(name);
        if (weight != null) {
          slots.add(new AdamW.Slot(weight, 1, 0, false));
        }
      }
    }
    this.optimizer = new AdamW(manager, slots);
  }

  /**
   * One step of all parts.
   *
   * @return mean squared error over variance, by part
   */
  public List<Double> step(Batch batch, double rate) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Map<String, NDArray> known = values(batch);
      List<Double> errors = new ArrayList<>();
      for (Part part : parts) {
        errors.add(backward(part, known));
      }
      optimizer.gradientNorm();
      optimizer.step(rate, 0, 1);
      optimizer.zeroGradients();
      return errors;
    } finally {
      JniUtils.setGradMode(false);
    }
  }

  private Map<String, NDArray> values(Batch batch) {
    Set<String> wanted = new LinkedHashSet<>();
    for (Part part : parts) {
      wanted.add(part.target());
      wanted.addAll(part.inputs());
    }
    return graph.values(batch.inputs(manager), Hooks.NONE, wanted);
  }

  private double backward(Part part, Map<String, NDArray> known) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray target = known(known, part.target());
      Map<String, NDArray> given = new HashMap<>();
      part.inputs().forEach(i -> given.put(i, known(known, i)));
      JniUtils.setGradMode(true);
      NDArray value = known(graph.values(given, Set.of(part.value())), part.value());
      NDArray variance =
          target.sub(target.mean()).square().mean().add(manager.create(SMALLEST_VARIANCE));
      NDArray error = value.sub(target).square().mean().div(variance);
      JniUtils.backward((PtNDArray) error, (PtNDArray) error.onesLike(), false, false);
      JniUtils.setGradMode(false);
      return error.getFloat();
    }
  }

  private static NDArray known(Map<String, NDArray> known, String name) {
    NDArray value = known.get(name);
    if (value == null) {
      throw new IllegalStateException("'" + name + "' was not computed");
    }
    return value;
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
