package dev.pluto.plugins.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.operator.ScriptedFunctions;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rounding in the forward pass, as ONNX's QuantizeLinear and DequantizeLinear do it: half to even,
 * and the precision's whole range of integers (−128 to 127, not −127), so that a file that stores
 * the integers computes what was trained. Gradients pass where nothing is clipped.
 */
final class FakeQuantization {
  /** Samples of a batch that a range is searched on: more cost time and change little. */
  private static final int RANGE_SAMPLES = 16;

  private static final String HALF =
      """
      def forward(self, x: Tensor) -> Tensor:
        return torch.to(torch.to(x, 5), 6)
      """;

  /** Exactly one or the other where the share is 0 or 1. */
  private static final String MIX =
      """
      def forward(self, x: Tensor, rounded: Tensor, share: Tensor) -> Tensor:
        change = torch.mul(torch.sub(share, torch.detach(share)), %d.)
        return torch.lerp(x, rounded, torch.add(torch.detach(share), change))
      """;

  private final ScriptedFunctions scripts;

  FakeQuantization(ScriptedFunctions scripts) {
    this.scripts = scripts;
  }

  private NDArray run(String source, NDArray... inputs) {
    return scripts.compile(source).apply(new NDList(inputs)).singletonOrThrow();
  }

  /** Rounds to 16-bit floating point. */
  NDArray half(NDArray x) {
    return run(HALF, x);
  }

  /**
   * A tensor that is rounded in part.
   *
   * @param share of {@code rounded} in the result, a scalar from 0 to 1
   * @param weight factor of the gradient with respect to the share
   */
  NDArray mix(NDArray x, NDArray rounded, NDArray share, int weight) {
    return run(MIX.formatted(weight), x, rounded, share);
  }

  /**
   * The symmetric step sizes with the smallest squared error, without gradient.
   *
   * @param weight any shape
   * @param axis axis of the channels
   * @param candidates step sizes tried per channel, from the one that clips nothing down to 40 % of
   *     it
   * @return shape (channels)
   */
  NDArray bestSteps(NDArray weight, Precision precision, int axis, int candidates) {
    String others =
        IntStream.range(0, weight.getShape().dimension())
            .filter(a -> a != axis)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", ", "[", "]"));
    return run(
        """
        def forward(self, weight: Tensor) -> Tensor:
          w = torch.detach(weight)
          full = torch.div(torch.clamp_min(torch.amax(torch.abs(w), %1$s, True), 1e-06), %3$d.)
          best = full
          least = torch.full_like(full, 3e+38)
          for i in range(%4$d):
            step = torch.mul(full, 1. - i * 0.6 / %4$d.)
            rounded = torch.clamp(torch.round(torch.div(w, step)), %2$d, %3$d)
            error = torch.sum(torch.square(torch.sub(torch.mul(rounded, step), w)), %1$s, True)
            better = torch.lt(error, least)
            least = torch.where(better, error, least)
            best = torch.where(better, step, best)
          return torch.reshape(best, [-1])
        """
            .formatted(others, precision.min(), precision.max(), candidates),
        weight);
  }

  /** Rounds symmetrically with one step size per channel. */
  NDArray perChannel(NDArray weight, NDArray steps, Precision precision, int axis) {
    return run(
        """
        def forward(self, w: Tensor, steps: Tensor) -> Tensor:
          zeros = torch.zeros_like(steps, dtype=3)
          return torch.fake_quantize_per_channel_affine(w, steps, zeros, %d, %d, %d)
        """
            .formatted(axis, precision.min(), precision.max()),
        weight,
        steps);
  }

  /**
   * Rounds symmetrically with one learned step size per channel, whose gradient is scaled by
   * 1/√(elements per channel · largest integer) (Esser et al., "Learned Step Size Quantization",
   * 2020).
   */
  NDArray learnedPerChannel(NDArray weight, NDArray steps, Precision precision, int axis) {
    double perChannel = (double) weight.size() / steps.size();
    return run(
        """
        def forward(self, w: Tensor, steps: Tensor) -> Tensor:
          zeros = torch.zeros_like(steps)
          return torch._fake_quantize_learnable_per_channel_affine(w, steps, zeros, %d, %d, %d, %s)
        """
            .formatted(axis, precision.min(), precision.max(), factor(perChannel, precision)),
        weight,
        steps);
  }

  /** Rounds with one scale for all. */
  NDArray perTensor(NDArray x, AffineScale scale, Precision precision) {
    NDManager manager = x.getManager();
    return run(
        """
        def forward(self, x: Tensor, step: Tensor, zero: Tensor) -> Tensor:
          integer = torch.to(zero, 3)
          return torch.fake_quantize_per_tensor_affine(x, step, integer, %d, %d)
        """
            .formatted(precision.min(), precision.max()),
        x,
        manager.full(new Shape(1), scale.step()),
        manager.full(new Shape(1), (float) scale.zeroPoint()));
  }

  /**
   * Rounds with one learned step size, shape (1), and a fixed zero point. The gradient is scaled by
   * 1/√(elements per sample · largest integer).
   */
  NDArray learnedPerTensor(NDArray x, NDArray step, int zeroPoint, Precision precision) {
    double perSample = (double) x.size() / x.getShape().get(0);
    return run(
        """
        def forward(self, x: Tensor, step: Tensor, zero: Tensor) -> Tensor:
          return torch._fake_quantize_learnable_per_tensor_affine(x, step, zero, %d, %d, %s)
        """
            .formatted(precision.min(), precision.max(), factor(perSample, precision)),
        x,
        step,
        x.getManager().full(new Shape(1), (float) zeroPoint));
  }

  private static String factor(double elements, Precision precision) {
    return Double.toString(1 / Math.sqrt(elements * precision.max()));
  }

  /**
   * The range with the smallest squared error on the first samples of a batch.
   *
   * @return {low, high} with low ≤ 0 ≤ high
   */
  double[] bestRange(NDArray x, Precision precision) {
    try (NDArray range =
        run(
            """
            def forward(self, batch: Tensor) -> Tensor:
              x = torch.slice(torch.detach(batch), 0, 0, %1$d)
              low = torch.clamp_max(torch.min(x), 0.)
              high = torch.clamp_min(torch.max(x), 0.)
              full = torch.clamp_min(torch.div(torch.sub(high, low), %3$d. - (%2$d.)), 1e-08)
              zero = torch.add(torch.neg(torch.round(torch.div(low, full))), %2$d)
              ratio = torch.ones_like(full)
              least = torch.full_like(full, 3e+38)
              for i in range(16):
                part = torch.full_like(full, 1. - i * 0.04)
                step = torch.mul(full, part)
                integers = torch.add(torch.round(torch.div(x, step)), zero)
                rounded = torch.mul(torch.sub(torch.clamp(integers, %2$d, %3$d), zero), step)
                error = torch.mean(torch.square(torch.sub(rounded, x)))
                better = torch.lt(error, least)
                least = torch.where(better, error, least)
                ratio = torch.where(better, part, ratio)
              return torch.stack([torch.mul(low, ratio), torch.mul(high, ratio)])
            """
                .formatted(RANGE_SAMPLES, precision.min(), precision.max()),
            x)) {
      float[] ends = range.toFloatArray();
      return new double[] {ends[0], ends[1]};
    }
  }
}
