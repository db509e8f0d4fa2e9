package dev.pluto.plugins.metrics;

import dev.pluto.spi.hardware.TensorForm;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import dev.pluto.spi.metric.Step;
import java.util.Map;
import org.pf4j.Extension;

/** Largest sum of live activation bytes over the schedule, in the precisions of the file. */
@Extension
public final class PeakMemoryMetric implements MetricType {
  @Override
  public Metric metric() {
    return new Metric(
        "peak-memory",
        "B",
        "largest sum of live activation bytes over the schedule, without weights",
        ByteUnits.all(),
        Map.of());
  }

  @Override
  public Evaluation evaluation() {
    return new Evaluation.PerSchedule(PeakMemoryMetric::liveBytes);
  }

  private static double liveBytes(Step step) {
    return step.live().stream().mapToLong(TensorForm::bytes).sum();
  }
}
