package dev.pluto.plugins.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.search.Hook;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The quantizer of a value during recovery, with one learned step size and a zero point that is
 * fixed when rounding begins. Several decisions may share it; the one that made it owns the step
 * size. The precision with the fewest bits that any of them asks for wins.
 */
final class LearnedValue implements Hook.Transform {
  private final String owner;
  private final FakeQuantization functions;
  private final StepSizes step;
  private Precision precision;
  private RunningRange range;
  private Stage stage = Stage.WAITING;
  private int zeroPoint;

  LearnedValue(String owner, Precision precision, FakeQuantization functions, NDManager manager) {
    this.owner = owner;
    this.precision = precision;
    this.functions = functions;
    range = new RunningRange(precision);
    step = new StepSizes(1, manager);
  }

  /** Notes that a decision wants this precision; asked before the first forward pass. */
  void demand(Precision wanted) {
    if (wanted.bits() < precision.bits()) {
      precision = wanted;
      range = new RunningRange(wanted);
    }
  }

  /** What is trained of the step size, if this decision owns it and the precision has one. */
  Optional<NDArray> step(String decision) {
    return owner.equals(decision) && precision.isInteger()
        ? Optional.of(step.trained())
        : Optional.empty();
  }

  /** Begins to round with the next forward pass. */
  void start() {
    stage = stage.started();
  }

  @Override
  public NDArray apply(NDArray x, boolean training) {
    if (!precision.isInteger()) {
      return stage == Stage.WAITING ? x : functions.half(x);
    }
    if (stage == Stage.WAITING) {
      if (training) {
        range.observe(x, functions);
      }
      return x;
    }
    if (stage == Stage.STARTING) {
      if (range.isEmpty()) {
        range.observe(x, functions);
      }
      AffineScale scale = range.scale();
      zeroPoint = scale.zeroPoint();
      step.set(scale.step());
      stage = Stage.LEARNING;
    }
    return functions.learnedPerTensor(x, step.sizes(), zeroPoint, precision);
  }

  /** The scale as it is used in the forward pass. */
  Quantization quantization() {
    if (!precision.isInteger()) {
      return Quantization.of(precision);
    }
    Stage.requireLearning(stage);
    Quantization.Scale scale =
        new Quantization.Scale(List.of(step.values()[0]), List.of(zeroPoint), OptionalInt.empty());
    return new Quantization(precision, Optional.of(scale));
  }

  /** Stage and zero point, and the range so far. */
  QuantizerState state() {
    return new QuantizerState(stage, zeroPoint, range.state());
  }

  void restore(QuantizerState state) {
    stage = state.stage();
    zeroPoint = state.zeroPoint();
    range.restore(state.range());
  }

  /** What a resumed run needs besides the step size. */
  record QuantizerState(Stage stage, int zeroPoint, Tensor range) {}
}
