package dev.pluto.engine.operator.indexing;

import dev.pluto.engine.operator.base.Axes;
import dev.pluto.spi.graph.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a Slice takes of one axis.
 *
 * @param axis the axis, from the front
 * @param entry place of the axis among the bounds as they are written
 * @param start first index that is taken
 * @param end index behind the last one, in the direction of the step; −1 where a backward range
 *     takes index 0
 * @param step distance of the indices, not 0
 */
record SliceRange(int axis, int entry, long start, long end, long step) {
  /**
   * The ranges of a slice, bounds brought into the axes' sizes.
   *
   * @throws IllegalArgumentException if the bounds do not fit together or the tensor
   */
  static List<SliceRange> of(
      Shape shape,
      long[] starts,
      long[] ends,
      Optional<long[]> givenAxes,
      Optional<long[]> givenSteps) {
    int count = starts.length;
    if (ends.length != count
        || givenAxes.filter(axes -> axes.length != count).isPresent()
        || givenSteps.filter(steps -> steps.length != count).isPresent()) {
      throw new IllegalArgumentException("starts, ends, axes and steps differ in length");
    }
    List<SliceRange> ranges = new ArrayList<>();
    Set<Integer> sliced = new HashSet<>();
    for (int i = 0; i < count; i++) {
      int entry = i;
      int axis = Axes.normalize(givenAxes.map(axes -> axes[entry]).orElse((long) i), shape.rank());
      long step = givenSteps.map(steps -> steps[entry]).orElse(1L);
      if (step == 0 || !sliced.add(axis)) {
        throw new IllegalArgumentException(
            step == 0 ? "a step is 0" : "axis %d is sliced twice".formatted(axis));
      }
      long size = shape.size(axis);
      long last = step > 0 ? size : size - 1;
      long first = step > 0 ? 0 : -1;
      long start = within(starts[i], size, 0, last);
      ranges.add(new SliceRange(axis, i, start, within(ends[i], size, first, last), step));
    }
    return ranges;
  }

  private static long within(long bound, long size, long least, long most) {
    long fromFront = bound < 0 ? bound + size : bound;
    return Math.max(least, Math.min(most, fromFront));
  }

  /** Number of indices that are taken. */
  long count() {
    long distance = step > 0 ? end - start : start - end;
    long stride = Math.abs(step);
    return Math.max(0, Math.floorDiv(distance + stride - 1, stride));
  }

  /** Whether everything is taken in order. */
  boolean isWhole(long size) {
    return start == 0 && step == 1 && count() == size;
  }
}
