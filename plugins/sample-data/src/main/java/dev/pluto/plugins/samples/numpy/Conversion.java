package dev.pluto.plugins.samples.numpy;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Numbers of one type as a tensor of another. Floating-point tensors take all numbers, integer ones
 * take integers that fit.
 *
 * @param place what the numbers belong to, for messages
 */
record Conversion(ElementType from, DataType to, String place) {

  /** Whether it is possible for numbers that fit. */
  static boolean isPossible(ElementType from, DataType to) {
    return switch (to) {
      case FLOAT, DOUBLE -> true;
      case FLOAT16 -> from.isFloat() && from.size() == 2;
      case INT8, UINT8, INT16, INT32, INT64, BOOL -> !from.isFloat();
      default -> false;
    };
  }

  /**
   * Converts.
   *
   * @throws ProblemException naming the first number that does not fit
   */
  Tensor convert(ByteBuffer data, Shape shape) {
    int count = Math.toIntExact(shape.elements());
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(to.bytes(count))).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      int at = i * from.size();
      switch (to) {
        case FLOAT -> out.putFloat((float) real(data, at, Float.MAX_VALUE, i, shape));
        case DOUBLE -> out.putDouble(real(data, at, Double.MAX_VALUE, i, shape));
        case FLOAT16 -> {
          real(data, at, Double.MAX_VALUE, i, shape);
          out.putShort(data.getShort(at));
        }
        case INT64 -> out.putLong(integer(data, at, Long.MIN_VALUE, Long.MAX_VALUE, i, shape));
        case INT32 ->
            out.putInt((int) integer(data, at, Integer.MIN_VALUE, Integer.MAX_VALUE, i, shape));
        case INT16 ->
            out.putShort((short) integer(data, at, Short.MIN_VALUE, Short.MAX_VALUE, i, shape));
        case INT8 -> out.put((byte) integer(data, at, Byte.MIN_VALUE, Byte.MAX_VALUE, i, shape));
        case UINT8 -> out.put((byte) integer(data, at, 0, 255, i, shape));
        case BOOL -> out.put((byte) integer(data, at, 0, 1, i, shape));
        default -> throw new IllegalArgumentException(from + " to " + to);
      }
    }
    return Tensor.of(to, shape, out.flip());
  }

  private double real(ByteBuffer data, int at, double largest, int index, Shape shape) {
    double value = from.real(data, at);
    if (!(Math.abs(value) <= largest)) {
      throw refused(Double.toString(value), index, shape, "finite numbers that fit " + to);
    }
    return value;
  }

  private long integer(ByteBuffer data, int at, long least, long most, int index, Shape shape) {
    long value = from.integer(data, at);
    boolean overflown = from.kind() == 'u' && value < 0;
    if (overflown || value < least || value > most) {
      String written = overflown ? Long.toUnsignedString(value) : Long.toString(value);
      throw refused(written, index, shape, "%d to %d, as %s takes".formatted(least, most, to));
    }
    return value;
  }

  private ProblemException refused(String value, int index, Shape shape, String allowed) {
    long[] at = new long[shape.rank()];
    long rest = index;
    for (int axis = at.length - 1; axis >= 0; axis--) {
      at[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return new ProblemException(
        ProblemException.Kind.USAGE,
        new Problem(
            place, "element %s is %s".formatted(java.util.Arrays.toString(at), value), allowed));
  }
}
