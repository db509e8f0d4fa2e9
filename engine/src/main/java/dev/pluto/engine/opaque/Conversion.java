package dev.pluto.engine.opaque;

import dev.pluto.engine.onnx.HalfPrecision;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** From the two types in which networks are trained to those that operators ask for. */
final class Conversion {
  private Conversion() {}

  /**
   * The tensor in a type.
   *
   * @param tensor of 32-bit floats or 64-bit integers
   * @throws IllegalArgumentException for types that ONNX Runtime is not fed with
   */
  static Tensor to(DataType type, Tensor tensor) {
    if (type == tensor.dataType()) {
      return tensor;
    }
    if (type == DataType.FLOAT16) {
      return HalfPrecision.of(tensor);
    }
    int elements = Math.toIntExact(tensor.shape().elements());
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(type.bytes(elements))).order(ByteOrder.LITTLE_ENDIAN);
    if (type.isFloat()) {
      for (float value : tensor.floats()) {
        put(bytes, type, value);
      }
    } else {
      for (long value : tensor.longs()) {
        put(bytes, type, value);
      }
    }
    return Tensor.of(type, tensor.shape(), bytes.flip());
  }

  private static void put(ByteBuffer bytes, DataType type, float value) {
    switch (type) {
      case FLOAT -> bytes.putFloat(value);
      case DOUBLE -> bytes.putDouble(value);
      // The upper half of a float, to the nearest.
      case BFLOAT16 -> bytes.putShort((short) ((Float.floatToIntBits(value) + 0x8000) >> 16));
      default -> throw new IllegalArgumentException("no numbers of type " + type + " are made");
    }
  }

  private static void put(ByteBuffer bytes, DataType type, long value) {
    switch (type) {
      case BOOL -> bytes.put((byte) (value == 0 ? 0 : 1));
      case INT8, UINT8 -> bytes.put((byte) value);
      case INT16, UINT16 -> bytes.putShort((short) value);
      case INT32, UINT32 -> bytes.putInt((int) value);
      case INT64, UINT64 -> bytes.putLong(value);
      default -> throw new IllegalArgumentException("no numbers of type " + type + " are made");
    }
  }
}
