package dev.pluto.plugins.metrics;

import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import java.util.Map;
import org.pf4j.Extension;

/** Energy of one inference on the hardware target, which measures or predicts it. */
@Extension
public final class EnergyMetric implements MetricType {
  @Override
  public Metric metric() {
    return new Metric(
        "energy",
        "J",
        "energy of one inference of one sample on the hardware target",
        Map.of("J", 1.0, "mJ", 1e-3, "uJ", 1e-6, "µJ", 1e-6, "nJ", 1e-9),
        Map.of());
  }

  @Override
  public Evaluation evaluation() {
    return new Evaluation.ByTarget();
  }
}
