package dev.pluto.plugins.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.spi.metric.MetricType;
import dev.pluto.testkit.MetricTypeContract;
import dev.pluto.testkit.TestHost;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsContractTest {
  static Stream<MetricType> metrics() {
    return Stream.of(
        new LatencyMetric(),
        new EnergyMetric(),
        new MacsMetric(),
        new ParametersMetric(),
        new PeakMemoryMetric(),
        new StorageMetric());
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void keepsTheContractOfMetrics(MetricType metric) {
    assertThat(MetricTypeContract.check(metric, TestHost.find().orElseThrow())).isEmpty();
  }
}
