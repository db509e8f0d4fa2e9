package dev.pluto.spi.graph;

import dev.pluto.spi.Api;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable constant: packed little-endian elements in row-major order, or only their type and
 * shape where the values do not matter (pricing) or were never given (a network without weights).
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class Tensor {
  private final DataType dataType;
  private final Shape shape;
  private final boolean present;
  private final ByteBuffer data;

  private Tensor(DataType dataType, Shape shape, boolean present, ByteBuffer data) {
    this.dataType = dataType;
    this.shape = shape;
    this.present = present;
    this.data = data;
  }

  /**
   * A tensor over {@code data}, whose remaining bytes the caller must not change afterwards.
   *
   * @throws IllegalArgumentException if the number of bytes does not fit type and shape
   */
  public static Tensor of(DataType dataType, Shape shape, ByteBuffer data) {
    long expected = dataType.bytes(shape.elements());
    if (data.remaining() != expected) {
      throw new IllegalArgumentException(
          "a %s tensor %s takes %d bytes, got %d"
              .formatted(dataType, shape, expected, data.remaining()));
    }
    ByteBuffer view = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return new Tensor(dataType, shape, true, view);
  }

  /** A tensor of which only type and shape are known. */
  public static Tensor shapeOnly(DataType dataType, Shape shape) {
    return new Tensor(dataType, shape, false, ByteBuffer.allocate(0));
  }

  /** A 32-bit float tensor. */
  public static Tensor ofFloats(Shape shape, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, 4)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return of(DataType.FLOAT, shape, bytes);
  }

  /** A 64-bit integer tensor. */
  public static Tensor ofLongs(Shape shape, long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, 8)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return of(DataType.INT64, shape, bytes);
  }

  /** Element type. */
  public DataType dataType() {
    return dataType;
  }

  /** Shape. */
  public Shape shape() {
    return shape;
  }

  /** Whether the elements are there, and not only their type and shape. */
  public boolean hasData() {
    return present;
  }

  /** The packed little-endian elements, as a fresh read-only view. */
  public ByteBuffer data() {
    requireData();
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * All elements as floats; FLOAT, DOUBLE, FLOAT16 and the integer types up to 64 bits only.
   *
   * @throws IllegalArgumentException if they are of another type
   */
  public float[] floats() {
    int n = Math.toIntExact(shape.elements());
    float[] out = new float[n];
    if (dataType == DataType.FLOAT) {
      data().asFloatBuffer().get(out);
      return out;
    }
    ByteBuffer b = data();
    for (int i = 0; i < n; i++) {
      out[i] =
          switch (dataType) {
            case DOUBLE -> (float) b.getDouble(i * 8);
            case FLOAT16 -> halfToFloat(b.getShort(i * 2));
            default -> integerAt(b, i);
          };
    }
    return out;
  }

  /**
   * All elements as longs; integer types up to 64 bits and BOOL only.
   *
   * @throws IllegalArgumentException if they are of another type
   */
  public long[] longs() {
    int n = Math.toIntExact(shape.elements());
    ByteBuffer b = data();
    long[] out = new long[n];
    for (int i = 0; i < n; i++) {
      out[i] = integerAt(b, i);
    }
    return out;
  }

  private long integerAt(ByteBuffer b, int i) {
    return switch (dataType) {
      case INT64, UINT64 -> b.getLong(i * 8);
      case INT32 -> b.getInt(i * 4);
      case UINT32 -> Integer.toUnsignedLong(b.getInt(i * 4));
      case INT16 -> b.getShort(i * 2);
      case UINT16 -> Short.toUnsignedLong(b.getShort(i * 2));
      case INT8 -> b.get(i);
      case UINT8, BOOL -> Byte.toUnsignedLong(b.get(i));
      case UINT4 -> (b.get(i / 2) >> (4 * (i % 2))) & 0xF;
      case INT4 -> ((b.get(i / 2) << (28 - 4 * (i % 2))) >> 28);
      default -> throw new IllegalArgumentException("no integers in a " + dataType + " tensor");
    };
  }

  private static float halfToFloat(short half) {
    int sign = (half >> 15) & 1;
    int exponent = (half >> 10) & 0x1F;
    int fraction = half & 0x3FF;
    double magnitude;
    if (exponent == 0) {
      magnitude = Math.scalb((double) fraction, -24);
    } else if (exponent == 31) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else {
      magnitude = Math.scalb(1 + fraction / 1024.0, exponent - 15);
    }
    return (float) (sign == 1 ? -magnitude : magnitude);
  }

  private void requireData() {
    if (!present) {
      throw new IllegalStateException("a " + dataType + " tensor " + shape + " without elements");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor t
        && dataType == t.dataType
        && shape.equals(t.shape)
        && present == t.present
        && data.equals(t.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(dataType, shape, data);
  }

  @Override
  public String toString() {
    long elements = shape.elements();
    boolean small = present && elements <= 8 && (dataType.isFloat() || elements == 0);
    return dataType + shape.toString() + (small ? Arrays.toString(floats()) : "");
  }
}
