package dev.pluto.plugins.pruning;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * The widths that a channel group may take, the whole group first, decreasing.
 *
 * @param widths numbers of channels; strictly decreasing, at least 1
 */
record WidthGrid(List<Integer> widths) {
  private static final int AUTOMATIC_STEPS = 32;

  WidthGrid {
    widths = List.copyOf(widths);
  }

  /**
   * Widths from {@code size} down to the smallest one in equal steps, and besides the widths that
   * the chip runs without waste.
   *
   * @param size channels of the group
   * @param minimumShare smallest share to keep
   * @param fixedStep channels between two widths; empty for {@code max(1, ⌊size/32⌋)}
   * @param alignment the chip's channel alignment
   */
  static WidthGrid of(int size, double minimumShare, OptionalInt fixedStep, int alignment) {
    int smallest = Math.min(size, Math.max(1, (int) Math.ceil(size * minimumShare)));
    int step = fixedStep.orElse(Math.max(1, size / AUTOMATIC_STEPS));
    TreeSet<Integer> widths = new TreeSet<>(Comparator.reverseOrder());
    for (int width = size; width >= smallest; width -= step) {
      widths.add(width);
    }
    if (alignment > 1) {
      // Aligned widths closer together than the step would add settings and hardly any choice.
      int stride = alignment * ((step + alignment - 1) / alignment);
      for (int width = stride; width < size; width += stride) {
        if (width >= smallest) {
          widths.add(width);
        }
      }
    }
    return new WidthGrid(List.copyOf(widths));
  }

  /** Number of widths. */
  int settings() {
    return widths.size();
  }

  /** The width of a setting. */
  int width(int setting) {
    return widths.get(setting);
  }

  /** The whole group. */
  int largest() {
    return widths.get(0);
  }

  /** The smallest width. */
  int smallest() {
    return widths.get(widths.size() - 1);
  }
}
