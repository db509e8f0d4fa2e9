package dev.pluto.engine.cost;

import dev.pluto.spi.hardware.TensorForm;

/**
 * A close estimate of the bytes that a tensor takes in an ONNX file, for gradients and for ranking
 * candidates. The truth is the length of the file.
 */
final class StoredBytes {
  /** A QuantizeLinear or DequantizeLinear node with its names. */
  private static final int CONVERSION_NODE = 90;

  /** An initializer with one element: a scale or a zero point. */
  private static final int SMALL_INITIALIZER = 40;

  private StoredBytes() {}

  /** Bytes of a weight with its scales, or of the conversions of a quantized value. */
  static double of(TensorForm form, boolean weight) {
    boolean quantized = form.precision().isInteger();
    if (!weight) {
      return quantized ? 2 * CONVERSION_NODE + 2 * SMALL_INITIALIZER : 0;
    }
    double bytes = form.bytes();
    if (quantized) {
      // One 4-byte step and one zero point per output channel.
      long channels = form.shape().rank() == 0 ? 1 : form.shape().size(0);
      bytes +=
          CONVERSION_NODE + 2 * SMALL_INITIALIZER + channels * (4 + form.precision().bits() / 8.0);
    }
    return bytes;
  }
}
