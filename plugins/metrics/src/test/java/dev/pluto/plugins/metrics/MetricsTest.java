package dev.pluto.plugins.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.MetricType;
import dev.pluto.spi.metric.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final TensorForm FEATURES =
      new TensorForm("x", Shape.of(1, 8, 4, 4), DataType.FLOAT, Precision.FP32);
  private static final TensorForm QUANTIZED =
      new TensorForm("y", Shape.of(1, 3, 5, 1), DataType.FLOAT, Precision.UINT8);
  private static final Kernel KERNEL =
      new Kernel(List.of(), List.of(FEATURES), List.of(QUANTIZED), List.of(), 1200);

  @Test
  void macsAreThoseOfTheKernelAndFlopsTwiceAsMany() {
    var metric = new MacsMetric();
    var perKernel = (Evaluation.PerKernel) metric.evaluation();
    double macs = perKernel.cost().applyAsDouble(KERNEL);
    assertThat(macs).isEqualTo(1200);
    assertThat(metric.metric().aliases()).containsOnly(Map.entry("flops", 0.5));
    assertThat(metric.metric().units()).containsEntry("M", 1e6).containsEntry("", 1.0);
  }

  @Test
  void parametersAreElementsOfFloatWeightsInAnyPrecision() {
    var perWeight = (Evaluation.PerWeight) new ParametersMetric().evaluation();
    TensorForm axes = new TensorForm("axes", Shape.of(2), DataType.INT64, Precision.FP32);
    assertThat(perWeight.cost().applyAsDouble(FEATURES)).isEqualTo(128);
    assertThat(perWeight.cost().applyAsDouble(QUANTIZED)).isEqualTo(15);
    assertThat(perWeight.cost().applyAsDouble(axes)).isZero();
  }

  @Test
  void peakMemoryAddsTheLiveBytesInTheirPrecision() {
    var perSchedule = (Evaluation.PerSchedule) new PeakMemoryMetric().evaluation();
    Step step = new Step(KERNEL, List.of(FEATURES, QUANTIZED));
    assertThat(perSchedule.cost().applyAsDouble(step)).isEqualTo(128 * 4 + 15);
  }

  @Test
  void storageIsTheLengthOfTheFile() {
    var perFile = (Evaluation.PerFile) new StorageMetric().evaluation();
    assertThat(perFile.cost().applyAsDouble(314_068)).isEqualTo(314_068);
  }

  @Test
  void byteUnitsAreDecimalAndBinary() {
    assertThat(new StorageMetric().metric().units())
        .containsEntry("B", 1.0)
        .containsEntry("kB", 1e3)
        .containsEntry("MB", 1e6)
        .containsEntry("KiB", 1024.0)
        .containsEntry("MiB", 1048576.0);
  }

  @Test
  void latencyIsWhatTheTargetQuotesInMilliseconds() {
    var metric = new LatencyMetric();
    assertThat(metric.evaluation()).isInstanceOf(Evaluation.ByTarget.class);
    assertThat(metric.metric().unit()).isEqualTo("ms");
    assertThat(metric.metric().units()).containsEntry("s", 1e3).containsEntry("us", 1e-3);
  }

  @Test
  void energyIsWhatTheTargetQuotesInJoules() {
    var metric = new EnergyMetric();
    assertThat(metric.evaluation()).isInstanceOf(Evaluation.ByTarget.class);
    assertThat(metric.metric().unit()).isEqualTo("J");
    assertThat(metric.metric().units()).containsEntry("mJ", 1e-3).containsEntry("uJ", 1e-6);
  }

  @Test
  void everyMetricAcceptsItsOwnUnit() {
    List<MetricType> all =
        List.of(
            new ParametersMetric(),
            new StorageMetric(),
            new PeakMemoryMetric(),
            new LatencyMetric(),
            new EnergyMetric());
    assertThat(all)
        .allSatisfy(
            type -> assertThat(type.metric().units()).containsEntry(type.metric().unit(), 1.0));
  }
}
