package dev.pluto.engine.onnx;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Constants in IEEE 754 binary16. */
public final class HalfPrecision {
  /** Bits of a float's fraction that binary16 does not have. */
  private static final int DROPPED = 13;

  private HalfPrecision() {}

  /** A 32-bit float constant rounded to 16 bits. */
  public static Tensor of(Tensor floats) {
    float[] values = floats.floats();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, 2)).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putShort(bits(value));
    }
    return Tensor.of(DataType.FLOAT16, floats.shape(), bytes.flip());
  }

  /** The nearest binary16 number, ties to even; infinite from 65520 on. */
  private static short bits(float value) {
    int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7E00);
    }
    float magnitude = Math.abs(value);
    if (magnitude >= 65520f) {
      return (short) (sign | 0x7C00);
    }
    if (magnitude < 0x1p-14f) {
      // Subnormal: multiples of 2^-24. A carry into the exponent gives the smallest normal number.
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
    }
    int bits = Float.floatToRawIntBits(magnitude);
    int even = (bits >>> DROPPED) & 1;
    int rounded = bits + (1 << (DROPPED - 1)) - 1 + even;
    return (short) (sign | ((rounded - (112 << 23)) >>> DROPPED));
  }
}
