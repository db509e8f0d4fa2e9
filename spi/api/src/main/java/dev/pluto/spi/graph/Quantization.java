package dev.pluto.spi.graph;

import dev.pluto.spi.Api;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The reduced precision of a value or an initializer. A graph in which tensors carry quantizations
 * stands for the file in which each of them passes QuantizeLinear and DequantizeLinear.
 *
 * @param precision the precision; never {@link Precision#FP32}
 * @param scale integer scaling; absent as long as only the cost matters, and for FP16
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Quantization(Precision precision, Optional<Scale> scale) {
  /** A precision whose scale is not known yet. */
  public static Quantization of(Precision precision) {
    return new Quantization(precision, Optional.empty());
  }

  /**
   * real = (integer − zeroPoint) · step.
   *
   * @param steps one step size for the tensor, or one per slice along {@code axis}; all &gt; 0
   * @param zeroPoints as many as steps; integers of the precision's range
   * @param axis the axis of per-channel scaling; empty for one step for all
   */
  public record Scale(List<Float> steps, List<Integer> zeroPoints, OptionalInt axis) {
    /** Copies the lists and checks them. */
    public Scale {
      steps = List.copyOf(steps);
      zeroPoints = List.copyOf(zeroPoints);
      if (steps.isEmpty() || steps.size() != zeroPoints.size()) {
        throw new IllegalArgumentException(
            steps.size() + " steps, " + zeroPoints.size() + " zero points");
      }
      if (axis.isEmpty() && steps.size() != 1) {
        throw new IllegalArgumentException("several steps need an axis");
      }
      for (float step : steps) {
        if (!(step > 0) || Float.isInfinite(step)) {
          throw new IllegalArgumentException("step size " + step);
        }
      }
    }
  }
}
