package dev.pluto.engine.cost;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.hardware.TensorForm;
import java.util.Map;

/**
 * A close estimate of the bytes that a tensor takes in an ONNX file, for gradients and for ranking
 * candidates. The truth is the length of the file.
 */
final class StoredBytes {
  /** A DequantizeLinear node with its scale and zero point, whose names are short. */
  private static final int DECODER = 83;

  /** A pair of QuantizeLinear and DequantizeLinear, without the names of the value. */
  private static final int PAIR = 122;

  /** How often a pair names the value. */
  private static final int PAIR_NAMES = 2;

  /** Headers of a node or of a constant, without names. */
  private static final int HEADER = 12;

  /** Header of a name or a list of names in a node. */
  private static final int NAME = 2;

  /** An attribute without its name and its numbers. */
  private static final int ATTRIBUTE = 6;

  private StoredBytes() {}

  /** Bytes of a node. */
  static double of(Node node) {
    double bytes = HEADER + node.name().length() + node.opType().length();
    for (String tensor : node.inputs()) {
      bytes += NAME + tensor.length();
    }
    for (String tensor : node.outputs()) {
      bytes += NAME + tensor.length();
    }
    for (Map.Entry<String, Attribute> attribute : node.attributes().entrySet()) {
      int numbers = attribute.getValue() instanceof Attribute.Ints ints ? ints.values().size() : 1;
      bytes += ATTRIBUTE + attribute.getKey().length() + NAME * numbers;
    }
    return bytes;
  }

  /** Bytes of a weight with its scales, or of the conversions of a quantized value. */
  static double of(TensorForm form, boolean weight) {
    boolean quantized = form.precision().isInteger();
    int name = form.tensor().length();
    if (!weight) {
      return quantized ? PAIR + PAIR_NAMES * name : 0;
    }
    double bytes = form.bytes() + HEADER + name + (double) NAME * form.shape().rank();
    if (quantized) {
      // One 4-byte step and one zero point per output channel.
      long channels = form.shape().rank() == 0 ? 1 : form.shape().size(0);
      bytes += DECODER + channels * (4 + form.precision().bits() / 8.0);
    }
    return bytes;
  }
}
