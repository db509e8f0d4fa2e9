package dev.pluto.engine.cost;

import dev.pluto.spi.hardware.TensorForm;

/**
 * A close estimate of the bytes that a tensor takes in an ONNX file, for gradients and for ranking
 * candidates. The truth is the length of the file.
 */
final class StoredBytes {
  /** A DequantizeLinear node with its scale and zero point, without names of tensors. */
  private static final int DECODER = 135;

  /** Names in such a node and its initializers that begin with the tensor's own. */
  private static final int DECODER_NAMES = 7;

  /** The same for a pair of QuantizeLinear and DequantizeLinear. */
  private static final int PAIR = 211;

  private static final int PAIR_NAMES = 12;

  private StoredBytes() {}

  /** Bytes of a weight with its scales, or of the conversions of a quantized value. */
  static double of(TensorForm form, boolean weight) {
    boolean quantized = form.precision().isInteger();
    int name = form.tensor().length();
    if (!weight) {
      return quantized ? PAIR + PAIR_NAMES * name : 0;
    }
    double bytes = form.bytes();
    if (quantized) {
      // One 4-byte step and one zero point per output channel.
      long channels = form.shape().rank() == 0 ? 1 : form.shape().size(0);
      bytes += DECODER + DECODER_NAMES * name + channels * (4 + form.precision().bits() / 8.0);
    }
    return bytes;
  }
}
