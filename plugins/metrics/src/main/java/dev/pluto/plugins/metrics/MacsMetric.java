package dev.pluto.plugins.metrics;

import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import java.util.Map;
import org.pf4j.Extension;

/** Multiply-adds of one inference; {@code flops} counts multiplications and additions apart. */
@Extension
public final class MacsMetric implements MetricType {
  @Override
  public Metric metric() {
    return new Metric(
        "macs",
        "MAC",
        "multiply-adds of convolutions and matrix products for one sample (flops = 2 × macs)",
        DecimalUnits.of(""),
        Map.of("flops", 0.5));
  }

  @Override
  public Evaluation evaluation() {
    return new Evaluation.PerKernel(Kernel::macs);
  }
}
