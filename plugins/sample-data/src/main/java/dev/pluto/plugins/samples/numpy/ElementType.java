package dev.pluto.plugins.samples.numpy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Type of an array's elements.
 *
 * @param kind {@code f} floating point, {@code i} integer, {@code u} integer without sign, {@code
 *     b} truth value
 * @param size bytes per element
 * @param order of the bytes
 */
record ElementType(char kind, int size, ByteOrder order) {
  private static final Pattern WRITTEN = Pattern.compile("([<>|=])?([a-zA-Z])(\\d{1,9})");
  private static final Map<Character, Set<Integer>> SIZES =
      Map.of(
          'f', Set.of(2, 4, 8), 'i', Set.of(1, 2, 4, 8), 'u', Set.of(1, 2, 4, 8), 'b', Set.of(1));

  /** The type as a header writes it, such as {@code <f4}; empty if it is none of numbers. */
  static Optional<ElementType> of(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    char kind = matcher.group(2).charAt(0);
    int size = Integer.parseInt(matcher.group(3));
    if (!SIZES.getOrDefault(kind, Set.of()).contains(size)) {
      return Optional.empty();
    }
    ByteOrder order = ">".equals(matcher.group(1)) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return Optional.of(new ElementType(kind, size, order));
  }

  /** Whether elements are floating point. */
  boolean isFloat() {
    return kind == 'f';
  }

  /** The element that begins at a byte of {@code data}; the nearest double where it is none. */
  double real(ByteBuffer data, int at) {
    if (!isFloat()) {
      return integer(data, at);
    }
    return switch (size) {
      case 2 -> half(data.getShort(at));
      case 4 -> data.getFloat(at);
      default -> data.getDouble(at);
    };
  }

  /** The integer or truth value that begins at a byte; of 64 bits without sign, modulo 2^64. */
  long integer(ByteBuffer data, int at) {
    long value =
        switch (size) {
          case 1 -> data.get(at);
          case 2 -> data.getShort(at);
          case 4 -> data.getInt(at);
          default -> data.getLong(at);
        };
    return kind == 'i' || size == 8 ? value : value & ((1L << (8 * size)) - 1);
  }

  private static double half(short bits) {
    int exponent = (bits >> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    double magnitude =
        switch (exponent) {
          case 0 -> Math.scalb((double) fraction, -24);
          case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> Math.scalb(1 + fraction / 1024.0, exponent - 15);
        };
    return bits < 0 ? -magnitude : magnitude;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case 'f' -> "float" + 8 * size;
      case 'i' -> "int" + 8 * size;
      case 'u' -> "uint" + 8 * size;
      default -> "bool";
    };
  }
}
