package dev.pluto.plugins.metrics;

import dev.pluto.spi.hardware.TensorForm;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Numbers that the file stores as the model's weights: every element of a constant whose float form
 * is floating point, whatever its precision. Running means and variances of a BatchNormalization
 * are such constants in ONNX, so they count; shapes, axes and indices do not.
 */
@Extension
public final class ParametersMetric implements MetricType {
  @Override
  public Metric metric() {
    return new Metric(
        "params",
        "",
        "elements of all weights and biases, BatchNormalization statistics included",
        DecimalUnits.of(""),
        Map.of("parameters", 1.0));
  }

  @Override
  public Evaluation evaluation() {
    return new Evaluation.PerWeight(ParametersMetric::count);
  }

  private static double count(TensorForm weight) {
    return weight.dataType().isFloat() ? weight.shape().elements() : 0;
  }
}
