package dev.pluto.plugins.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Parameter;
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
  private final NDArray steps;
  private Stage stage = Stage.WAITING;

  LearnedWeight(
      Precision precision, int axis, long channels, FakeQuantization functions, NDManager manager) {
    this.precision = precision;
    this.axis = axis;
    this.functions = functions;
    steps = manager.ones(new Shape(channels));
    steps.setRequiresGradient(true);
  }

  Stage stage() {
    return stage;
  }

  void stage(Stage newStage) {
    stage = newStage;
  }

  /** The step sizes, for precisions that have some. */
  Optional<NDArray> steps() {
    return precision.isInteger() ? Optional.of(steps) : Optional.empty();
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
        Parameter.write(steps, best.toFloatArray());
      }
      stage = Stage.LEARNING;
    }
    return functions.learnedPerChannel(weight, steps, precision, axis);
  }

  /** Multiplies the step sizes with the factors of their channels, whose sign does not matter. */
  void rescale(List<Double> factors) {
    float[] rescaled = steps.toFloatArray();
    for (int channel = 0; channel < rescaled.length; channel++) {
      rescaled[channel] *= (float) Math.abs(factors.get(channel));
    }
    Parameter.write(steps, rescaled);
  }

  /** The scale as it is used in the forward pass. */
  Quantization quantization() {
    if (!precision.isInteger()) {
      return Quantization.of(precision);
    }
    Stage.requireLearning(stage);
    List<Float> values = new ArrayList<>();
    for (float step : steps.toFloatArray()) {
      values.add(step);
    }
    Quantization.Scale scale =
        new Quantization.Scale(values, Collections.nCopies(values.size(), 0), OptionalInt.of(axis));
    return new Quantization(precision, Optional.of(scale));
  }
}
