package dev.pluto.engine.onnx;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization.Scale;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The arithmetic of QuantizeLinear and DequantizeLinear on constants: division by the step,
 * rounding half to even, zero point, saturation; and back (integer − zero point) · step.
 */
final class LinearQuantization {
  private LinearQuantization() {}

  /**
   * The integers that stand for a 32-bit float constant.
   *
   * @param precision range of the integers
   * @param scale steps and zero points; an axis fits the tensor's shape
   */
  static Tensor quantize(Tensor floats, Precision precision, Scale scale) {
    DataType type = TensorPrecision.stored(precision);
    float[] values = floats.floats();
    Channels channels = Channels.of(floats.shape(), scale);
    Packer packer = new Packer(type, values.length);
    for (int i = 0; i < values.length; i++) {
      int channel = channels.of(i);
      float step = scale.steps().get(channel);
      // 32 bits need the precision of double; ONNX has no QuantizeLinear for them to agree with.
      double quotient = precision.bits() > 16 ? (double) values[i] / step : values[i] / step;
      double integer = Math.rint(quotient) + scale.zeroPoints().get(channel);
      double atMost = Math.min((double) precision.max(), integer);
      packer.put((long) Math.max((double) precision.min(), atMost));
    }
    return Tensor.of(type, floats.shape(), packer.bytes());
  }

  /** The 32-bit floats that integers stand for. */
  static Tensor dequantize(Tensor integers, Scale scale) {
    long[] values = integers.longs();
    Channels channels = Channels.of(integers.shape(), scale);
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int channel = channels.of(i);
      floats[i] =
          (float) (values[i] - scale.zeroPoints().get(channel)) * scale.steps().get(channel);
    }
    return Tensor.ofFloats(integers.shape(), floats);
  }

  /** A constant of small integers, such as zero points. */
  static Tensor integers(DataType type, Shape shape, Iterable<Integer> values) {
    Packer packer = new Packer(type, Math.toIntExact(shape.elements()));
    values.forEach(packer::put);
    return Tensor.of(type, shape, packer.bytes());
  }

  /** Which step an element takes: elements lie in blocks of {@code inner} along the axis. */
  private record Channels(int inner, int count) {
    static Channels of(Shape shape, Scale scale) {
      if (scale.axis().isEmpty()) {
        return new Channels(1, 1);
      }
      int axis = scale.axis().getAsInt();
      if (axis >= shape.rank() || shape.size(axis) != scale.steps().size()) {
        throw new IllegalArgumentException(
            "%d steps along axis %d of a tensor %s".formatted(scale.steps().size(), axis, shape));
      }
      long inner = 1;
      for (int i = axis + 1; i < shape.rank(); i++) {
        inner *= shape.size(i);
      }
      return new Channels((int) inner, scale.steps().size());
    }

    int of(int element) {
      return count == 1 ? 0 : (element / inner) % count;
    }
  }

  /** Writes integers little-endian, those of 4 bits two to a byte, the first in the low half. */
  private static final class Packer {
    private final DataType type;
    private final ByteBuffer bytes;
    private int written;

    Packer(DataType type, int elements) {
      this.type = type;
      bytes =
          ByteBuffer.allocate(Math.toIntExact(type.bytes(elements))).order(ByteOrder.LITTLE_ENDIAN);
    }

    void put(long value) {
      int i = written++;
      switch (type.bits()) {
        case 4 -> bytes.put(i / 2, (byte) (bytes.get(i / 2) | ((value & 0xF) << (4 * (i % 2)))));
        case 8 -> bytes.put(i, (byte) value);
        case 16 -> bytes.putShort(i * 2, (short) value);
        default -> bytes.putInt(i * 4, (int) value);
      }
    }

    ByteBuffer bytes() {
      return bytes;
    }
  }
}
