package dev.pluto.engine.analysis.folding;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads and writes the elements of host tensors as numbers or as raw bytes. */
final class Elements {
  private Elements() {}

  /** All elements of a tensor of a floating-point or integer type. */
  static double[] doubles(Tensor tensor) throws UnknownElements {
    double[] out = new double[Math.toIntExact(tensor.shape().elements())];
    switch (tensor.dataType()) {
      case DOUBLE -> tensor.data().asDoubleBuffer().get(out);
      case FLOAT, FLOAT16 -> {
        float[] floats = tensor.floats();
        for (int i = 0; i < out.length; i++) {
          out[i] = floats[i];
        }
      }
      default -> {
        long[] longs = longs(tensor);
        for (int i = 0; i < out.length; i++) {
          out[i] = longs[i];
        }
      }
    }
    return out;
  }

  /** All elements of a tensor of an integer type or BOOL. */
  static long[] longs(Tensor tensor) throws UnknownElements {
    if (!isInteger(tensor.dataType())) {
      throw new UnknownElements();
    }
    return tensor.longs();
  }

  /** Whether elements are read as longs. */
  static boolean isInteger(DataType type) {
    return switch (type) {
      case INT64, INT32, UINT32, INT16, UINT16, INT8, UINT8, BOOL -> true;
      default -> false;
    };
  }

  /** A tensor of these numbers, in whatever type; floats are rounded, integers wrap around. */
  static Tensor ofDoubles(TensorType type, double[] values) throws UnknownElements {
    ByteBuffer bytes = buffer(type);
    switch (type.dataType()) {
      case FLOAT -> {
        for (double value : values) {
          bytes.putFloat((float) value);
        }
      }
      case DOUBLE -> bytes.asDoubleBuffer().put(values);
      case BOOL -> {
        for (double value : values) {
          bytes.put((byte) (value == 0 ? 0 : 1));
        }
      }
      default -> {
        long[] longs = new long[values.length];
        for (int i = 0; i < longs.length; i++) {
          longs[i] = (long) values[i];
        }
        return ofLongs(type, longs);
      }
    }
    return Tensor.of(type.dataType(), type.shape(), bytes.rewind());
  }

  /** A tensor of these numbers, in whatever type; integers wrap around. */
  static Tensor ofLongs(TensorType type, long[] values) throws UnknownElements {
    ByteBuffer bytes = buffer(type);
    for (long value : values) {
      switch (type.dataType()) {
        case INT64 -> bytes.putLong(value);
        case INT32, UINT32 -> bytes.putInt((int) value);
        case INT16, UINT16 -> bytes.putShort((short) value);
        case INT8, UINT8 -> bytes.put((byte) value);
        case BOOL -> bytes.put((byte) (value == 0 ? 0 : 1));
        case FLOAT -> bytes.putFloat((float) value);
        case DOUBLE -> bytes.putDouble((double) value);
        default -> throw new UnknownElements();
      }
    }
    return Tensor.of(type.dataType(), type.shape(), bytes.rewind());
  }

  /** Bytes per element of a type whose elements can be moved one by one. */
  static int width(DataType type) throws UnknownElements {
    if (type.bits() < 8 || type == DataType.STRING) {
      throw new UnknownElements();
    }
    return type.bits() / 8;
  }

  /** An empty buffer for the elements of a tensor. */
  static ByteBuffer buffer(TensorType type) throws UnknownElements {
    long size = Math.multiplyExact(type.shape().elements(), (long) width(type.dataType()));
    return ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
