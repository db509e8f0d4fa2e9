package dev.pluto.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;

/**
 * AdamW (Loshchilov and Hutter 2019) with gradients clipped by their global norm. DJL's own
 * clipping only bounds gradients from above. An array whose gradient is 0 in every element took no
 * part in the step and stays as it is: neither momentum nor decay moves it.
 */
public final class AdamW implements AutoCloseable {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  /**
   * A trained array.
   *
   * @param rateFactor factor of the learning rate of its group
   * @param weightDecay share of the array that one step at rate 1 takes away
   * @param logit whether its rate follows the logits' schedule instead of the weights'
   */
  public record Slot(NDArray array, double rateFactor, double weightDecay, boolean logit) {}

  private static final class Moments {
    private final Slot slot;
    private final NDArray mean;
    private final NDArray variance;
    private int steps;
    private double squaredNorm;

    Moments(Slot slot, NDArray mean, NDArray variance) {
      this.slot = slot;
      this.mean = mean;
      this.variance = variance;
    }

    /** Makes up for moments that began at 0. */
    double correction() {
      return Math.sqrt(1 - Math.pow(BETA2, steps)) / (1 - Math.pow(BETA1, steps));
    }
  }

  private final NDManager manager;
  private final List<Moments> moments = new ArrayList<>();

  /** An optimizer with zero moments. */
  public AdamW(NDManager parent, List<Slot> slots) {
    manager = parent.newSubManager();
    for (Slot slot : slots) {
      moments.add(new Moments(slot, zeros(slot.array()), zeros(slot.array())));
    }
  }

  private NDArray zeros(NDArray like) {
    NDArray zeros = manager.zeros(like.getShape());
    zeros.attach(manager);
    NDScope.unregister(zeros);
    return zeros;
  }

  /**
   * The global norm of the gradients of everything but logits; to be called before every {@link
   * #step}.
   *
   * @return NaN or infinite if some gradient, of a logit or not, is not finite
   */
  double gradientNorm() {
    double sum = 0;
    double ofLogits = 0;
    for (Moments m : moments) {
      m.squaredNorm =
          hasGradient(m.slot) ? m.slot.array().getGradient().square().sum().getFloat() : 0;
      sum += m.slot.logit() ? 0 : m.squaredNorm;
      ofLogits += m.slot.logit() ? m.squaredNorm : 0;
    }
    return Double.isFinite(ofLogits) ? Math.sqrt(sum) : Double.NaN;
  }

  /**
   * One update; call it in an open scope and with gradients that are finite.
   *
   * @param rate learning rate of weights
   * @param logitRate learning rate of logits
   * @param scale factor of the gradients of everything but logits, for clipping
   */
  void step(double rate, double logitRate, double scale) {
    for (Moments m : moments) {
      if (m.squaredNorm == 0) {
        continue;
      }
      m.steps++;
      Slot slot = m.slot;
      double own = slot.rateFactor() * (slot.logit() ? logitRate : rate);
      JniUtils.adamUpdate(
          (PtNDArray) slot.array(),
          (PtNDArray) slot.array().getGradient(),
          (PtNDArray) m.mean,
          (PtNDArray) m.variance,
          (float) own,
          (float) (own * m.correction()),
          (float) slot.weightDecay(),
          (float) (slot.logit() ? 1 : scale),
          -1f,
          BETA1,
          BETA2,
          EPSILON,
          true);
    }
  }

  /** Whether a backward pass ever reached the array. */
  private static boolean hasGradient(Slot slot) {
    return slot.array().hasGradient() && JniUtils.getGradient((PtNDArray) slot.array()) != null;
  }

  /** Forgets all gradients. */
  void zeroGradients() {
    for (Moments m : moments) {
      if (hasGradient(m.slot)) {
        JniUtils.zeroGrad((PtNDArray) m.slot.array());
      }
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
