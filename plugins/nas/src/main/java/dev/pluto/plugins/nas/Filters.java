package dev.pluto.plugins.nas;

import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;

/**
 * Filters of a two-dimensional convolution.
 *
 * @param values row by row, as in ONNX
 * @param out number of filters
 * @param in channels that each of them reads
 * @param height rows of the kernel
 * @param width columns of the kernel
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Filters(float[] values, int out, int in, int height, int width) {
  /** Zeros. */
  static Filters zeros(int out, int in, int height, int width) {
    return new Filters(
        new float[Math.multiplyExact(out * in, height * width)], out, in, height, width);
  }

  /** The filters in a tensor of rank 4. */
  static Filters of(Tensor tensor) {
    Shape shape = tensor.shape();
    return new Filters(
        tensor.floats(),
        (int) shape.size(0),
        (int) shape.size(1),
        (int) shape.size(2),
        (int) shape.size(3));
  }

  float at(int filter, int channel, int row, int column) {
    return values[index(filter, channel, row, column)];
  }

  void set(int filter, int channel, int row, int column, double value) {
    values[index(filter, channel, row, column)] = (float) value;
  }

  private int index(int filter, int channel, int row, int column) {
    return ((filter * in + channel) * height + row) * width + column;
  }

  Tensor tensor() {
    return Tensor.ofFloats(Shape.of(out, in, height, width), values);
  }
}
