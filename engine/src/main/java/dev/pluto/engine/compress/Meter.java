package dev.pluto.engine.compress;

import dev.pluto.engine.verify.RatioOfMedians;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.ModelMeter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Measures whole models against the given model, always side by side in one run. */
final class Meter {
  private static final Duration MOST = Duration.ofSeconds(30);

  private final ModelMeter meter;
  private final byte[] given;
  private final Map<String, Shape> shapes;
  private final double givenValue;

  /**
   * A meter.
   *
   * @param given bytes of the given model
   */
  Meter(ModelMeter meter, byte[] given, Map<String, Shape> shapes, int blocks) {
    this.meter = meter;
    this.given = given.clone();
    this.shapes = shapes;
    List<List<Double>> measured = meter.measure(List.of(given), shapes, blocks, MOST);
    this.givenValue =
        RatioOfMedians.median(measured.get(0).stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The metric that is measured. */
  String metric() {
    return meter.metric();
  }

  /** What the given model takes, in the metric's unit. */
  double givenValue() {
    return givenValue;
  }

  /** How a model compares with the given one. */
  RatioOfMedians compare(byte[] model, int blocks) {
    List<List<Double>> measured = meter.measure(List.of(given, model), shapes, blocks, MOST);
    return RatioOfMedians.of(measured.get(0), measured.get(1));
  }
}
