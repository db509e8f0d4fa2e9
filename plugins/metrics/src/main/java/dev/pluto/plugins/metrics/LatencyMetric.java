package dev.pluto.plugins.metrics;

import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import java.util.Map;
import org.pf4j.Extension;

/** Time of one inference on the hardware target, which measures or predicts it. */
@Extension
public final class LatencyMetric implements MetricType {
  @Override
  public Metric metric() {
    return new Metric(
        "latency",
        "ms",
        "time of one inference of one sample on the hardware target",
        Map.of("ms", 1.0, "us", 1e-3, "µs", 1e-3, "s", 1e3),
        Map.of());
  }

  @Override
  public Evaluation evaluation() {
    return new Evaluation.ByTarget();
  }
}
