package dev.pluto.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.pluto.spi.task.OutputMeaning;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The squared derivative in a gate, on average, against what closing the gate a little costs. */
class OutputProjectionTest {
  private static final int DRAWS = 4000;
  private static final float STEP = 0.02f;

  private static final float[] KEPT = {0.3f, -0.6f, 1.1f};
  private static final float[] GATED = {0.9f, 0.2f, -0.5f};

  private static NDArray output(NDManager manager, NDArray gate) {
    return manager
        .create(KEPT, new Shape(1, 3))
        .add(manager.create(GATED, new Shape(1, 3)).mul(gate));
  }

  private static double meanSquaredDerivative(OutputMeaning meaning) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray gate = manager.ones(new Shape(1));
      gate.setRequiresGradient(true);
      double sum = 0;
      for (int i = 0; i < DRAWS; i++) {
        try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
          gradients.backward(
              OutputProjection.of(new NDList(output(manager, gate)), List.of(meaning)));
        }
        double derivative = gate.getGradient().toFloatArray()[0];
        sum += derivative * derivative;
        gate.getGradient().subi(gate.getGradient().duplicate());
      }
      return sum / DRAWS;
    }
  }

  @Test
  void ofScoresItIsTwiceTheDivergence() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray before = output(manager, manager.ones(new Shape(1))).logSoftmax(1);
      NDArray after = output(manager, manager.full(new Shape(1), 1 - STEP)).logSoftmax(1);
      double divergence = before.exp().mul(before.sub(after)).sum().getFloat();
      assertThat(meanSquaredDerivative(new OutputMeaning.ClassLogits(1)))
          .isCloseTo(2 * divergence / (STEP * STEP), withPercentage(10));
    }
  }

  @Test
  void ofOtherOutputsItIsTheirSquaredChangeOverTheVariance() {
    double mean = 0;
    for (int i = 0; i < 3; i++) {
      mean += (KEPT[i] + GATED[i]) / 3.0;
    }
    double variance = 0;
    double change = 0;
    for (int i = 0; i < 3; i++) {
      variance += (KEPT[i] + GATED[i] - mean) * (KEPT[i] + GATED[i] - mean) / 3;
      change += GATED[i] * GATED[i];
    }
    assertThat(meanSquaredDerivative(new OutputMeaning.Unknown()))
        .isCloseTo(change / variance, withPercentage(10));
  }
}
