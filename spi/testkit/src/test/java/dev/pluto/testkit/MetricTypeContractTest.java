package dev.pluto.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricTypeContractTest {
  private static final Metric BYTES =
      new Metric("traffic", "B", "bytes moved", Map.of("B", 1.0, "MB", 1e6), Map.of("kbit", 125.0));

  private record Type(Metric metric, Evaluation evaluation) implements MetricType {}

  private static List<String> brokenRules(Metric metric, Evaluation evaluation) {
    return MetricTypeContract.check(new Type(metric, evaluation), new FixedKernels()).stream()
        .map(Violation::rule)
        .distinct()
        .toList();
  }

  @Test
  void soundMetricsKeepTheContract() {
    assertThat(brokenRules(BYTES, new Evaluation.PerKernel(ReferenceChip::bytes))).isEmpty();
    assertThat(brokenRules(BYTES, new Evaluation.PerWeight(TensorForm::bytes))).isEmpty();
    assertThat(brokenRules(BYTES, new Evaluation.PerSchedule(s -> s.live().size()))).isEmpty();
    assertThat(brokenRules(BYTES, new Evaluation.PerFile(bytes -> bytes))).isEmpty();
  }

  @Test
  void costsThatDependOnNamesAreNamed() {
    assertThat(brokenRules(BYTES, new Evaluation.PerWeight(w -> w.tensor().length())))
        .containsExactly("costs do not depend on names");
    assertThat(brokenRules(BYTES, new Evaluation.PerKernel(k -> k.nodes().get(0).name().length())))
        .containsExactly("costs do not depend on names");
  }

  @Test
  void senselessUnitsAndCostsAreNamed() {
    Metric metric = new Metric("traffic", "B", "bytes", Map.of("B", 2.0, "MB", 0.0), Map.of());
    assertThat(brokenRules(metric, new Evaluation.PerKernel(Kernel::macs)))
        .containsExactlyInAnyOrder(
            "one of a metric's own unit is worth 1", "units are worth more than 0");
    assertThat(brokenRules(BYTES, new Evaluation.PerFile(bytes -> -bytes)))
        .containsExactly("a larger file never costs less, and no file less than 0");
  }
}
