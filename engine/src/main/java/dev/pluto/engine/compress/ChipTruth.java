package dev.pluto.engine.compress;

import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.search.Truth;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.MetricType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes a candidate as the file it would become, weighs it, and measures it on the chip. */
final class ChipTruth implements Truth {
  private static final int BLOCKS = 21;

  /**
   * A candidate is measured again when it is recovered, at another moment of the machine; and of
   * several candidates a lucky measurement is the likelier one to be chosen.
   */
  private static final double MEASUREMENT_MARGIN = 1.02;

  /** Final scales may add or drop a conversion or two, which the estimate must cover. */
  private static final double FILE_MARGIN = 1.003;

  private final List<MetricType> metrics;
  private final Optional<Meter> meter;

  /**
   * The truth in these metrics.
   *
   * @param meter measures the metric that it measures, if some budget asks for that
   */
  ChipTruth(List<MetricType> metrics, Optional<Meter> meter) {
    this.metrics = metrics;
    this.meter = meter;
  }

  @Override
  public OptionalDouble[] of(Graph candidate) {
    byte[] file = OnnxWriter.write(candidate);
    OptionalDouble[] truth = new OptionalDouble[metrics.size()];
    Arrays.fill(truth, OptionalDouble.empty());
    for (int m = 0; m < truth.length; m++) {
      MetricType metric = metrics.get(m);
      if (metric.evaluation() instanceof Evaluation.PerFile perFile) {
        truth[m] =
            OptionalDouble.of(perFile.cost().applyAsDouble(Math.round(file.length * FILE_MARGIN)));
      } else if (meter.isPresent() && meter.get().metric().equals(metric.metric().id())) {
        // The upper end of the interval: a budget that is met by luck is not met.
        truth[m] =
            OptionalDouble.of(
                meter.get().compare(file, BLOCKS).upper()
                    * meter.get().givenValue()
                    * MEASUREMENT_MARGIN);
      }
    }
    return truth;
  }
}
