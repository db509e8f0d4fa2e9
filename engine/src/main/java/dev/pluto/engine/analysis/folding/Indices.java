package dev.pluto.engine.analysis.folding;

import dev.pluto.spi.graph.Shape;
import java.util.function.ToLongFunction;

/** Row-major positions of elements. */
final class Indices {
  private Indices() {}

  /** For every element of {@code shape}, in order, what {@code source} says of its coordinates. */
  static int[] map(Shape shape, ToLongFunction<long[]> source) {
    int[] out = new int[Math.toIntExact(shape.elements())];
    long[] at = new long[shape.rank()];
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.toIntExact(source.applyAsLong(at));
      for (int axis = at.length - 1; axis >= 0 && ++at[axis] == shape.size(axis); axis--) {
        at[axis] = 0;
      }
    }
    return out;
  }

  /** Steps between neighbours along every axis. */
  static long[] strides(Shape shape) {
    long[] strides = new long[shape.rank()];
    long stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape.size(axis);
    }
    return strides;
  }

  /** The source element of every element of {@code target}, to which {@code source} broadcasts. */
  static int[] broadcast(Shape source, Shape target) {
    long[] strides = strides(source);
    int offset = target.rank() - source.rank();
    return map(
        target,
        at -> {
          long index = 0;
          for (int axis = 0; axis < strides.length; axis++) {
            index += source.size(axis) == 1 ? 0 : at[axis + offset] * strides[axis];
          }
          return index;
        });
  }
}
