package dev.pluto.engine.operator.base;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Axes as attributes give them: from the front or, negative, from the end. */
public final class Axes {
  private Axes() {}

  /**
   * The axis counted from the front.
   *
   * @throws IllegalArgumentException if there is no such axis
   */
  public static int normalize(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException("axis " + axis + " of a tensor with rank " + rank);
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** The axes counted from the front, ascending, each once. */
  public static int[] normalize(long[] axes, int rank) {
    return Arrays.stream(axes).mapToInt(axis -> normalize(axis, rank)).sorted().distinct().toArray();
  }

  /** All axes of a tensor. */
  public static int[] all(int rank) {
    return IntStream.range(0, rank).toArray();
  }

  /** Whether {@code axis} is among them. */
  public static boolean contains(int[] axes, int axis) {
    return Arrays.stream(axes).anyMatch(a -> a == axis);
  }

  /** As longs, for attributes and scripts. */
  public static long[] longs(int[] axes) {
    return Arrays.stream(axes).asLongStream().toArray();
  }
}
