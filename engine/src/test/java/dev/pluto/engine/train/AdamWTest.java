package dev.pluto.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The optimizer against the formulas of the paper, computed by hand in double precision. */
class AdamWTest {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;

  /** One weight under AdamW. */
  private static final class ByHand {
    private final double decay;
    private double weight;
    private double mean;
    private double variance;
    private int steps;

    ByHand(double weight, double decay) {
      this.weight = weight;
      this.decay = decay;
    }

    void step(double gradient, double rate) {
      steps++;
      mean = BETA1 * mean + (1 - BETA1) * gradient;
      variance = BETA2 * variance + (1 - BETA2) * gradient * gradient;
      double m = mean / (1 - Math.pow(BETA1, steps));
      double v = variance / (1 - Math.pow(BETA2, steps));
      weight -= rate * (m / (Math.sqrt(v) + 1e-8) + decay * weight);
    }
  }

  @Test
  void followsThePaper() {
    double decay = 0.1;
    double rate = 0.02;
    double logitRate = 0.3;
    try (TrainingSession session = TrainingSession.open(1)) {
      NDArray weight = leaf(session, 1.5f, -2);
      NDArray logit = leaf(session, 0.5f, 0.25f);
      List<AdamW.Slot> slots =
          List.of(new AdamW.Slot(weight, 0.5, decay, false), new AdamW.Slot(logit, 1, 0, true));
      List<ByHand> expected =
          List.of(
              new ByHand(1.5, decay),
              new ByHand(-2, decay),
              new ByHand(0.5, 0),
              new ByHand(0.25, 0));
      try (AdamW optimizer = new AdamW(session.manager(), slots)) {
        for (int step = 1; step <= 20; step++) {
          try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            // The gradient of Σ w² · step is 2 · w · step.
            float[] w = weight.toFloatArray();
            float[] l = logit.toFloatArray();
            JniUtils.setGradMode(true);
            NDArray loss = weight.square().add(logit.square()).sum().mul(step);
            JniUtils.backward((PtNDArray) loss, (PtNDArray) loss.onesLike(), false, false);
            JniUtils.setGradMode(false);
            double norm = 2 * step * Math.hypot(w[0], w[1]);
            assertThat(optimizer.gradientNorm()).isCloseTo(norm, offset(1e-4 * norm));
            // Clipping scales what is no logit.
            double scale = 0.25;
            optimizer.step(rate, logitRate, scale);
            optimizer.zeroGradients();
            expected.get(0).step(2 * w[0] * step * scale, 0.5 * rate);
            expected.get(1).step(2 * w[1] * step * scale, 0.5 * rate);
            expected.get(2).step(2 * l[0] * step, logitRate);
            expected.get(3).step(2 * l[1] * step, logitRate);
          }
          float[] weights = weight.toFloatArray();
          float[] logits = logit.toFloatArray();
          assertThat((double) weights[0]).isCloseTo(expected.get(0).weight, offset(1e-4));
          assertThat((double) weights[1]).isCloseTo(expected.get(1).weight, offset(1e-4));
          assertThat((double) logits[0]).isCloseTo(expected.get(2).weight, offset(1e-3));
          assertThat((double) logits[1]).isCloseTo(expected.get(3).weight, offset(1e-3));
        }
      }
    }
  }

  private static NDArray leaf(TrainingSession session, float... values) {
    try (NDArray aliased = session.manager().create(values)) {
      NDArray leaf = aliased.duplicate();
      leaf.setRequiresGradient(true);
      return leaf;
    }
  }
}
