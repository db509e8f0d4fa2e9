package dev.pluto.plugins.distillation;

import ai.djl.ndarray.NDArray;
import dev.pluto.spi.search.LossTerm;
import dev.pluto.spi.task.OutputMeaning;

/** How far an output is from the original model's; a scalar, 0 where they are equal. */
@FunctionalInterface
interface OutputComparison {
  /** Compares an output of a batch with the original's, which carries no gradient. */
  NDArray compare(NDArray output, NDArray teacher);

  /** Probabilities below this are as good as 0; keeps logarithms finite. */
  float SMALLEST_PROBABILITY = 1e-7f;

  /** Variances below this belong to constant outputs. */
  float SMALLEST_VARIANCE = 1e-6f;

  /** The comparison that fits what an output means. */
  static OutputComparison of(OutputMeaning meaning, double temperature) {
    if (meaning instanceof OutputMeaning.ClassLogits logits) {
      return (output, teacher) -> divergence(output, teacher, logits.axis(), temperature);
    }
    if (meaning instanceof OutputMeaning.ClassProbabilities probabilities) {
      return (output, teacher) ->
          divergence(logarithm(output), logarithm(teacher), probabilities.axis(), temperature);
    }
    if (meaning instanceof OutputMeaning.Signal) {
      return (output, teacher) -> output.sub(teacher).abs().mean();
    }
    return OutputComparison::relativeSquaredError;
  }

  /**
   * T²·KL(softmax(teacher/T) ‖ softmax(output/T)), the mean over all distributions; T² keeps the
   * size of gradients (Hinton et al., "Distilling the Knowledge in a Neural Network", 2015).
   */
  private static NDArray divergence(NDArray output, NDArray teacher, int axis, double temperature) {
    NDArray divisor = LossTerm.number(output, temperature);
    NDArray target = teacher.div(divisor).logSoftmax(axis);
    NDArray actual = output.div(divisor).logSoftmax(axis);
    return target
        .exp()
        .mul(target.sub(actual))
        .sum(new int[] {axis})
        .mean()
        .mul(LossTerm.number(output, temperature * temperature));
  }

  private static NDArray logarithm(NDArray probabilities) {
    return probabilities.clip(SMALLEST_PROBABILITY, Float.MAX_VALUE).log();
  }

  private static NDArray relativeSquaredError(NDArray output, NDArray teacher) {
    NDArray variance = teacher.sub(teacher.mean()).square().mean().maximum(SMALLEST_VARIANCE);
    return output.sub(teacher).square().mean().div(variance);
  }
}
