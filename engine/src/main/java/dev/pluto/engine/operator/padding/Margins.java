package dev.pluto.engine.operator.padding;

import dev.pluto.engine.operator.base.Axes;
import dev.pluto.spi.graph.Shape;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Elements added in front of and behind every axis; negative ones are cut off.
 *
 * @param begin by axis, in front
 * @param end by axis, behind
 * @param entry by axis, where its first number is written; −1 for axes that are not padded
 * @param pairs number of axes with numbers
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, compared by nobody
record Margins(long[] begin, long[] end, int[] entry, int pairs) {
  /**
   * The margins as a node gives them: all beginnings, then all ends.
   *
   * @param axes the axes that are padded; all where absent
   * @throws IllegalArgumentException if there are not two numbers per axis
   */
  static Margins of(long[] pads, Optional<long[]> axes, int rank) {
    int[] padded =
        axes.map(
                given ->
                    IntStream.range(0, given.length)
                        .map(i -> Axes.normalize(given[i], rank))
                        .toArray())
            .orElseGet(() -> Axes.all(rank));
    if (pads.length != 2 * padded.length) {
      throw new IllegalArgumentException(
          "%d pads for %d axes".formatted(pads.length, padded.length));
    }
    long[] begin = new long[rank];
    long[] end = new long[rank];
    int[] entry = IntStream.range(0, rank).map(i -> -1).toArray();
    for (int i = 0; i < padded.length; i++) {
      begin[padded[i]] += pads[i];
      end[padded[i]] += pads[padded.length + i];
      entry[padded[i]] = i;
    }
    return new Margins(begin, end, entry, padded.length);
  }

  /** The padded shape. */
  Shape around(Shape shape) {
    return Shape.of(
        IntStream.range(0, begin.length)
            .mapToLong(axis -> shape.size(axis) + begin[axis] + end[axis])
            .toArray());
  }

  boolean isEmpty(int axis) {
    return begin[axis] == 0 && end[axis] == 0;
  }
}
