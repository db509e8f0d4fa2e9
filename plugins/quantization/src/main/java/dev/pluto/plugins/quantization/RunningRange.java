package dev.pluto.plugins.quantization;

import ai.djl.ndarray.NDArray;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Running mean of the best range of a value over batches. */
final class RunningRange {
  private static final double RATE = 0.1;

  /** Batches that are all looked at; later, one in {@link #PAUSE} is: searching a range is slow. */
  private static final int FIRST_BATCHES = 8;

  private static final int PAUSE = 16;

  private final Precision precision;
  private long batches;
  private long observations;
  private double low;
  private double high;

  RunningRange(Precision precision) {
    this.precision = precision;
  }

  /** Takes in a batch if its turn has come. */
  void observe(NDArray x, FakeQuantization functions) {
    if (batches < FIRST_BATCHES || batches % PAUSE == 0) {
      double[] range = functions.bestRange(x, precision);
      observations++;
      double rate = Math.max(RATE, 1.0 / observations);
      low += rate * (range[0] - low);
      high += rate * (range[1] - high);
    }
    batches++;
  }

  /** Whether no batch was seen so far. */
  boolean isEmpty() {
    return observations == 0;
  }

  /** The scale that covers the range. */
  AffineScale scale() {
    return AffineScale.covering(low, high, precision);
  }

  Tensor state() {
    ByteBuffer bytes = ByteBuffer.allocate(4 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(new double[] {batches, observations, low, high});
    return Tensor.of(DataType.DOUBLE, Shape.of(4), bytes);
  }

  void restore(Tensor state) {
    double[] values = new double[4];
    state.data().asDoubleBuffer().get(values);
    batches = (long) values[0];
    observations = (long) values[1];
    low = values[2];
    high = values[3];
  }
}
