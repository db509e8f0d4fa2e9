package dev.pluto.plugins.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.pluto.engine.train.TorchScriptFunctions;
import dev.pluto.spi.graph.Precision;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeQuantizationTest {
  private NDManager manager;
  private TorchScriptFunctions scripts;
  private FakeQuantization functions;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
    scripts = new TorchScriptFunctions(manager);
    functions = new FakeQuantization(scripts);
  }

  @AfterEach
  void close() {
    scripts.close();
    manager.close();
  }

  private static float[] gaussian(long seed, int size) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** As ONNX defines QuantizeLinear and DequantizeLinear. */
  private static float reference(float x, float step, int zeroPoint, Precision precision) {
    double integer = Math.rint(x / step) + zeroPoint;
    double clamped =
        Math.min((double) precision.max(), Math.max((double) precision.min(), integer));
    return (float) ((clamped - zeroPoint) * step);
  }

  @Test
  void weightsAreRoundedAsOnnxDoesIt() {
    float[] weight = gaussian(1, 12);
    weight[0] = 0.5f;
    weight[1] = 1.5f;
    float[] steps = {0.01f, 0.25f, 1f};
    NDArray array = manager.create(weight, new Shape(2, 3, 2));
    float[] rounded =
        functions.perChannel(array, manager.create(steps), Precision.INT8, 1).toFloatArray();
    for (int i = 0; i < weight.length; i++) {
      assertThat(rounded[i])
          .isCloseTo(reference(weight[i], steps[i / 2 % 3], 0, Precision.INT8), offset(1e-6f));
    }
  }

  @Test
  void halvesAreRoundedToEvenAndTheWholeRangeIsUsed() {
    NDArray weight =
        manager.create(new float[] {0.5f, 1.5f, -2.5f, -128f, -129f, 128f}, new Shape(1, 6));
    NDArray step = manager.ones(new Shape(1));
    assertThat(functions.perChannel(weight, step, Precision.INT8, 0).toFloatArray())
        .containsExactly(0, 2, -2, -128, -128, 127);
    assertThat(functions.perChannel(weight, step, Precision.INT4, 0).toFloatArray())
        .containsExactly(0, 2, -2, -8, -8, 7);
  }

  @Test
  void valuesAreRoundedAsOnnxDoesIt() {
    float[] x = gaussian(2, 50);
    for (Precision precision :
        new Precision[] {Precision.UINT8, Precision.INT8, Precision.UINT16}) {
      AffineScale scale = AffineScale.covering(-1.5, 2, precision);
      float[] rounded = functions.perTensor(manager.create(x), scale, precision).toFloatArray();
      for (int i = 0; i < x.length; i++) {
        assertThat(rounded[i])
            .isCloseTo(reference(x[i], scale.step(), scale.zeroPoint(), precision), offset(1e-5f));
      }
    }
  }

  @Test
  void rangesWithoutNegativeNumbersHaveTheSmallestIntegerAsZeroPoint() {
    assertThat(AffineScale.covering(0, 6, Precision.UINT8)).isEqualTo(new AffineScale(6f / 255, 0));
    assertThat(AffineScale.covering(0, 6, Precision.INT8))
        .isEqualTo(new AffineScale(6f / 255, -128));
    assertThat(AffineScale.covering(1, 6, Precision.UINT8).zeroPoint()).isZero();
    assertThat(AffineScale.covering(-1, 2, Precision.UINT8).zeroPoint()).isEqualTo(85);
    assertThat(AffineScale.covering(-3, -1, Precision.UINT8).zeroPoint()).isEqualTo(255);
    assertThat(AffineScale.covering(0, 0, Precision.UINT8).step()).isPositive();
  }

  @Test
  void oneCandidateClipsNothing() {
    NDArray weight = manager.create(new float[] {1, -2, 4, 0, 0, 0}, new Shape(2, 3));
    float[] steps = functions.bestSteps(weight, Precision.INT4, 0, 1).toFloatArray();
    assertThat(steps[0]).isCloseTo(4f / 7, offset(1e-6f));
    assertThat(steps[1]).as("a channel of zeros").isPositive();
  }

  @Test
  void bestStepsHaveTheLeastSquaredErrorOfAllCandidates() {
    float[] weight = gaussian(3, 400);
    NDArray array = manager.create(weight, new Shape(2, 200));
    float[] steps = functions.bestSteps(array, Precision.INT4, 0, 32).toFloatArray();
    for (int channel = 0; channel < 2; channel++) {
      double peak = 0;
      for (int i = 0; i < 200; i++) {
        peak = Math.max(peak, Math.abs(weight[channel * 200 + i]));
      }
      double least = Double.MAX_VALUE;
      for (int candidate = 0; candidate < 32; candidate++) {
        float step = (float) (peak / 7 * (1 - candidate * 0.6 / 32));
        least = Math.min(least, error(weight, channel, step));
      }
      assertThat(error(weight, channel, steps[channel])).isCloseTo(least, offset(1e-4));
      assertThat(error(weight, channel, (float) (peak / 7))).isGreaterThan(least * 1.05);
    }
  }

  private static double error(float[] weight, int channel, float step) {
    double sum = 0;
    for (int i = 0; i < 200; i++) {
      float w = weight[channel * 200 + i];
      sum += Math.pow(reference(w, step, 0, Precision.INT4) - w, 2);
    }
    return sum;
  }

  @Test
  void bestRangeCutsOffOutliersAndKeepsZero() {
    float[] x = gaussian(4, 4000);
    x[17] = 14;
    double[] range = functions.bestRange(manager.create(x, new Shape(4, 1000)), Precision.INT4);
    assertThat(range[1]).isBetween(5.0, 10.0);
    float[] positive = new float[1000];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = Math.abs(x[i + 100]);
    }
    double[] half =
        functions.bestRange(manager.create(positive, new Shape(1, 1000)), Precision.UINT8);
    assertThat(half[0]).isZero();
    assertThat(half[1]).isGreaterThan(2);
  }

  @Test
  void gradientsOfLearnedStepsFollowThePaper() {
    float[] weight = gaussian(5, 20);
    float[] steps = {0.02f, 0.3f};
    NDArray w = manager.create(weight, new Shape(2, 10));
    NDArray s = manager.create(steps);
    w.setRequiresGradient(true);
    s.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.backward(functions.learnedPerChannel(w, s, Precision.INT4, 0).sum());
    }
    double factor = 1 / Math.sqrt(10 * 7);
    float[] weightGradient = w.getGradient().toFloatArray();
    for (int channel = 0; channel < 2; channel++) {
      double expected = 0;
      for (int i = 0; i < 10; i++) {
        double scaled = weight[channel * 10 + i] / steps[channel];
        boolean inside = Math.rint(scaled) >= -8 && Math.rint(scaled) <= 7;
        expected += inside ? Math.rint(scaled) - scaled : scaled < 0 ? -8 : 7;
        assertThat(weightGradient[channel * 10 + i]).isEqualTo(inside ? 1 : 0);
      }
      assertThat((double) s.getGradient().toFloatArray()[channel])
          .isCloseTo(expected * factor, offset(1e-4));
    }
  }

  @Test
  void gradientsOfALearnedStepOfValuesFollowThePaper() {
    float[] x = gaussian(6, 24);
    NDArray array = manager.create(x, new Shape(4, 6));
    NDArray step = manager.create(new float[] {0.01f});
    array.setRequiresGradient(true);
    step.setRequiresGradient(true);
    int zeroPoint = 100;
    float[] rounded;
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray result = functions.learnedPerTensor(array, step, zeroPoint, Precision.UINT8);
      rounded = result.toFloatArray();
      collector.backward(result.sum());
    }
    double expected = 0;
    for (int i = 0; i < x.length; i++) {
      double scaled = x[i] / 0.01;
      double integer = Math.rint(scaled) + zeroPoint;
      expected +=
          integer < 0 ? -zeroPoint : integer > 255 ? 255 - zeroPoint : Math.rint(scaled) - scaled;
      assertThat(rounded[i])
          .isCloseTo(reference(x[i], 0.01f, zeroPoint, Precision.UINT8), offset(1e-6f));
    }
    assertThat((double) step.getGradient().getFloat())
        .isCloseTo(expected / Math.sqrt(6 * 255), offset(1e-3));
  }

  @Test
  void halfPrecisionRoundsAndLetsGradientsPass() {
    NDArray x = manager.create(new float[] {1 / 3f, 65000});
    x.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray rounded = functions.half(x);
      assertThat(rounded.toFloatArray()).containsExactly(0.33325195f, 64992);
      collector.backward(rounded.sum());
    }
    assertThat(x.getGradient().toFloatArray()).containsExactly(1, 1);
  }
}
