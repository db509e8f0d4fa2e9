package dev.pluto.engine.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.spi.search.LossTerm;
import dev.pluto.spi.task.OutputMeaning;
import java.util.List;

/**
 * A loss whose gradient tells what matters where nothing but the original's outputs counts as
 * right. Any distance to the original has its minimum at the original, so its gradient there is 0.
 * A random projection of the outputs has one, and the square of its derivative in a gate is, on
 * average, the square of the change that the gate makes in the outputs: twice the loss of the
 * second order that its removal costs.
 *
 * <p>Outputs are taken in the unit in which changes of them count: class scores as √p · log p,
 * whose squared changes add up to twice the divergence of the distributions (the Fisher metric),
 * anything else over its standard deviation.
 */
final class OutputProjection {
  private static final float SMALLEST_PROBABILITY = 1e-7f;
  private static final float SMALLEST_DEVIATION = 1e-6f;

  private OutputProjection() {}

  /**
   * The mean over the batch of Σ r · output, with r drawn from a normal distribution.
   *
   * @param outputs of the original model, with gradient
   * @param meanings one per output
   */
  static NDArray of(NDList outputs, List<OutputMeaning> meanings) {
    NDArray sum = projection(outputs.get(0), meanings.get(0));
    for (int i = 1; i < outputs.size(); i++) {
      sum = sum.add(projection(outputs.get(i), meanings.get(i)));
    }
    return sum;
  }

  private static NDArray projection(NDArray output, OutputMeaning meaning) {
    NDArray unit = inUnits(output, meaning);
    NDArray random = unit.getManager().randomNormal(unit.getShape());
    long samples = unit.getShape().get(0);
    NDArray count = LossTerm.number(unit, (double) samples);
    return unit.mul(random).sum().div(count);
  }

  private static NDArray inUnits(NDArray output, OutputMeaning meaning) {
    if (meaning instanceof OutputMeaning.ClassLogits logits) {
      return weighted(output.logSoftmax(logits.axis()));
    }
    if (meaning instanceof OutputMeaning.ClassProbabilities) {
      return weighted(output.clip(SMALLEST_PROBABILITY, Float.MAX_VALUE).log());
    }
    NDArray present = output.stopGradient();
    NDArray deviation =
        present
            .sub(present.mean())
            .square()
            .mean()
            .sqrt()
            .clip(SMALLEST_DEVIATION, Float.MAX_VALUE);
    return output.div(deviation);
  }

  private static NDArray weighted(NDArray logarithms) {
    NDArray half = LossTerm.number(logarithms, 0.5);
    return logarithms.mul(logarithms.stopGradient().mul(half).exp());
  }
}
