package dev.pluto.engine.cost;

import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import java.util.List;
import java.util.Map;

/** One metric of every kind of evaluation. */
record TestMetric(String id, Evaluation evaluation) implements MetricType {
  static final int MACS = 0;
  static final int PARAMETERS = 1;
  static final int LATENCY = 2;
  static final int PEAK = 3;
  static final int STORAGE = 4;

  /** The metrics, at the places above. */
  static final List<MetricType> ALL =
      List.of(
          new TestMetric("macs", new Evaluation.PerKernel(Kernel::macs)),
          new TestMetric("parameters", new Evaluation.PerWeight(form -> form.shape().elements())),
          new TestMetric("latency", new Evaluation.ByTarget()),
          new TestMetric(
              "peak-memory",
              new Evaluation.PerSchedule(
                  step -> step.live().stream().mapToLong(TensorForm::bytes).sum())),
          new TestMetric("storage", new Evaluation.PerFile(bytes -> bytes)));

  @Override
  public Metric metric() {
    return new Metric(id, "", id, Map.of("", 1.0), Map.of());
  }
}
