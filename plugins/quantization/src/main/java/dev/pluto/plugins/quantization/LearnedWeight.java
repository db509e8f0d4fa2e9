package dev.pluto.plugins.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.search.Hook;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The quantizer of a weight during recovery, with learned step sizes per output channel. */
final class LearnedWeight implements Hook.Transform {
  private static final int CANDIDATES = 32;

  private final Precision precision;
  private final int axis;
  private final FakeQuantization functions;
  private final StepSizes steps;
  private Stage stage = Stage.WAITING;

  LearnedWeight(
      Precision precision, int axis, long channels, FakeQuantization functions, NDManager manager) {
    this.precision = precision;
    this.axis = axis;
    this.functions = functions;
    steps = new StepSizes(channels, manager);
  }

  Stage stage() {
    return stage;
  }

  void stage(Stage newStage) {
    stage = newStage;
  }

  /** What is trained of the step sizes, for precisions that have some. */
  Optional<NDArray> steps() {
    return precision.isInteger() ? Optional.of(steps.trained()) : Optional.empty();
  }

  @Override
  public NDArray apply(NDArray weight, boolean training) {
    if (stage == Stage.WAITING) {
      return weight;
    }
    if (!precision.isInteger()) {
      return functions.half(weight);
    }
    if (stage == Stage.STARTING) {
      try (NDArray best = functions.bestSteps(weight, precision, axis, CANDIDATES)) {
        steps.set(best.toFloatArray());
      }
      stage = Stage.LEARNING;
    }
    return functions.learnedPerChannel(weight, steps.sizes(), precision, axis);
  }

  /** Multiplies the step sizes with the factors of their channels, whose sign does not matter. */
  void rescale(List<Double> factors) {
    float[] rescaled = steps.values();
    for (int channel = 0; channel < rescaled.length; channel++) {
      rescaled[channel] *= (float) Math.abs(factors.get(channel));
    }
    steps.set(rescaled);
  }

  /** The scale as it is used in the forward pass. */
  Quantization quantization() {
    if (!precision.isInteger()) {
      return Quantization.of(precision);
    }
    Stage.requireLearning(stage);
    List<Float> values = new ArrayList<>();
    for (float step : steps.values()) {
      values.add(step);
    }
    Quantization.Scale scale =
        new Quantization.Scale(values, Collections.nCopies(values.size(), 0), OptionalInt.of(axis));
    return new Quantization(precision, Optional.of(scale));
  }
}
