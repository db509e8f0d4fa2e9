package dev.pluto.testkit.metric;

import dev.pluto.spi.Api;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Multiply-adds times the bits of both factors, a measure of work that does not depend on a chip. A
 * product of two computed values counts the bits of both.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@Extension
public final class BitOperations implements MetricType {
  @Override
  public Metric metric() {
    return new Metric(
        "bops",
        "BOP",
        "bit operations: multiply-adds times the bits of weights times the bits of inputs",
        Map.of("BOP", 1.0, "MBOP", 1e6, "GBOP", 1e9),
        Map.of());
  }

  @Override
  public Evaluation evaluation() {
    return new Evaluation.PerKernel(BitOperations::count);
  }

  private static double count(Kernel kernel) {
    if (kernel.macs() == 0) {
      return 0;
    }
    List<TensorForm> matrices =
        kernel.weights().stream().filter(w -> w.shape().rank() >= 2).toList();
    double weights = bits(matrices.isEmpty() ? kernel.inputs() : matrices);
    return (double) kernel.macs() * weights * bits(kernel.inputs());
  }

  /** The most bits: a kernel that mixes precisions computes in the widest one. */
  private static int bits(List<TensorForm> forms) {
    return forms.stream().mapToInt(f -> f.precision().bits()).max().orElse(0);
  }
}
