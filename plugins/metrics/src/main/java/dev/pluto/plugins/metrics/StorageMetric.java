package dev.pluto.plugins.metrics;

import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import java.util.Map;
import org.pf4j.Extension;

/** Size of the exported file on disk. */
@Extension
public final class StorageMetric implements MetricType {
  @Override
  public Metric metric() {
    return new Metric(
        "storage", "B", "size of the exported file on disk", ByteUnits.all(), Map.of());
  }

  @Override
  public Evaluation evaluation() {
    return new Evaluation.PerFile(bytes -> bytes);
  }
}
