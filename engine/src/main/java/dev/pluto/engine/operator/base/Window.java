package dev.pluto.engine.operator.base;

import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A window that slides over the spatial axes of a feature map [N, C, spatial…]: convolutions and
 * pools. One entry per spatial axis everywhere.
 *
 * @param kernel size of the window
 * @param strides its steps
 * @param dilations distance of its taps
 * @param begin padding before the first element
 * @param end padding after the last element
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, compared by nobody
public record Window(long[] kernel, long[] strides, long[] dilations, long[] begin, long[] end) {
  /** The window of a node on a feature map, {@code auto_pad} resolved for its size. */
  public static Window of(Node node, long[] kernel, long[] spatial) {
    int axes = kernel.length;
    if (axes < 1 || axes > 3 || spatial.length != axes) {
      throw new IllegalArgumentException(
          "a kernel with " + axes + " axes over " + spatial.length + " spatial axes");
    }
    long[] strides = perAxis(node, "strides", axes);
    long[] dilations = perAxis(node, "dilations", axes);
    long[] pads = node.intsAttribute("pads").orElseGet(() -> new long[2 * axes]);
    if (pads.length != 2 * axes) {
      throw new IllegalArgumentException("pads has " + pads.length + " entries");
    }
    long[] begin = Arrays.copyOf(pads, axes);
    long[] end = Arrays.copyOfRange(pads, axes, 2 * axes);
    String autoPad = node.textAttribute("auto_pad", "NOTSET");
    switch (autoPad) {
      case "NOTSET", "" -> {}
      case "VALID" -> {
        begin = new long[axes];
        end = new long[axes];
      }
      case "SAME_UPPER", "SAME_LOWER" -> {
        for (int i = 0; i < axes; i++) {
          long steps = ceilDivide(spatial[i], strides[i]) - 1;
          long extent = (kernel[i] - 1) * dilations[i] + 1;
          long total = Math.max(0, steps * strides[i] + extent - spatial[i]);
          begin[i] = autoPad.equals("SAME_UPPER") ? total / 2 : total - total / 2;
          end[i] = total - begin[i];
        }
      }
      default -> throw new IllegalArgumentException("auto_pad " + autoPad);
    }
    return new Window(kernel, strides, dilations, begin, end);
  }

  /** A per-axis attribute whose default is 1 everywhere. */
  public static long[] perAxis(Node node, String attribute, int axes) {
    long[] values =
        node.intsAttribute(attribute)
            .orElseGet(() -> LongStream.generate(() -> 1).limit(axes).toArray());
    if (values.length != axes || LongStream.of(values).anyMatch(value -> value < 1)) {
      throw new IllegalArgumentException(
          "%s %s for %d spatial axes".formatted(attribute, Arrays.toString(values), axes));
    }
    return values;
  }

  /** The sizes behind batch and channels. */
  public static long[] spatial(Shape featureMap) {
    if (featureMap.rank() < 3) {
      throw new IllegalArgumentException("a feature map needs spatial axes, got " + featureMap);
    }
    return Arrays.copyOfRange(featureMap.sizes(), 2, featureMap.rank());
  }

  /** Number of spatial axes. */
  public int axes() {
    return kernel.length;
  }

  /** Input elements that the window spans on an axis. */
  public long extent(int axis) {
    return (kernel[axis] - 1) * dilations[axis] + 1;
  }

  /**
   * Window positions per axis.
   *
   * @throws IllegalArgumentException if the window does not fit
   */
  public long[] positions(long[] spatial) {
    return IntStream.range(0, axes())
        .mapToLong(i -> fit(i, span(i, spatial) / strides[i]))
        .toArray();
  }

  /** Window positions per axis where a last window may overhang, but starts inside. */
  public long[] overhangingPositions(long[] spatial) {
    return IntStream.range(0, axes())
        .mapToLong(
            i -> {
              long last = ceilDivide(span(i, spatial), strides[i]);
              boolean inside = last * strides[i] < spatial[i] + begin[i];
              return fit(i, inside ? last : last - 1);
            })
        .toArray();
  }

  private long span(int axis, long[] spatial) {
    long span = spatial[axis] + begin[axis] + end[axis] - extent(axis);
    if (span < 0) {
      throw new IllegalArgumentException(
          "a window of "
              + extent(axis)
              + " does not fit on "
              + (spatial[axis] + begin[axis] + end[axis]));
    }
    return span;
  }

  private static long fit(int axis, long last) {
    if (last < 0) {
      throw new IllegalArgumentException("no window fits on spatial axis " + axis);
    }
    return last + 1;
  }

  /** The shape [N, C, positions…]. */
  public static Shape featureMap(long batch, long channels, long[] positions) {
    return Shape.of(
        LongStream.concat(LongStream.of(batch, channels), LongStream.of(positions)).toArray());
  }

  /** Whether both ends of every axis are padded alike, as PyTorch's own padding does. */
  public boolean isSymmetric() {
    return Arrays.equals(begin, end);
  }

  /** The same window on a feature map that is already padded. */
  public Window withoutPads() {
    return new Window(kernel, strides, dilations, new long[axes()], new long[axes()]);
  }

  /** Padding in PyTorch's order: last axis first, begin before end. */
  public static long[] torchPads(long[] begin, long[] end) {
    long[] pads = new long[2 * begin.length];
    for (int i = 0; i < begin.length; i++) {
      pads[2 * (begin.length - 1 - i)] = begin[i];
      pads[2 * (begin.length - 1 - i) + 1] = end[i];
    }
    return pads;
  }

  private static long ceilDivide(long a, long b) {
    return -Math.floorDiv(-a, b);
  }
}
