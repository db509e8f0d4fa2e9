package dev.pluto.testkit.metric;

import dev.pluto.spi.Api;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import java.util.Map;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** Bytes that kernels pass on to each other and that a small on-chip memory can't hold. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@Extension
public final class DramTraffic implements MetricType {
  private static final long ON_CHIP = 16 * 1024;

  @Override
  public Metric metric() {
    return new Metric(
        "dram-traffic",
        "B",
        "bytes of the inputs and outputs of every kernel beyond 16 KiB on the chip",
        Map.of("B", 1.0, "kB", 1e3, "MB", 1e6),
        Map.of());
  }

  @Override
  public Evaluation evaluation() {
    return new Evaluation.PerKernel(DramTraffic::bytes);
  }

  private static double bytes(Kernel kernel) {
    long passed =
        Stream.concat(kernel.inputs().stream(), kernel.outputs().stream())
            .mapToLong(TensorForm::bytes)
            .sum();
    return Math.max(0, passed - ON_CHIP);
  }
}
