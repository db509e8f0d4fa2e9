package dev.pluto.engine.operator.resampling;

/**
 * An axis and its size after resizing.
 *
 * @param size elements before
 * @param result elements after
 * @param scale factor that positions are divided by
 * @param begin where the region that is read begins, as a share of the axis
 * @param end where it ends
 */
record ScaledAxis(long size, long result, float scale, float begin, float end) {
  /** The axis as it is. */
  static ScaledAxis unchanged(long size) {
    return new ScaledAxis(size, size, 1, 0, 1);
  }

  /** The axis times a factor, its size rounded down. */
  ScaledAxis times(float factor) {
    return new ScaledAxis(size, (long) (factor * (float) size), factor, begin, end);
  }

  /** The axis at another size. */
  ScaledAxis at(long newSize) {
    return new ScaledAxis(size, newSize, newSize / (float) size, begin, end);
  }

  /** The axis of which only a region is read. */
  ScaledAxis within(float from, float to) {
    return new ScaledAxis(size, result, scale, from, to);
  }

  /** Whether there is an element of this index. */
  boolean contains(long index) {
    return index >= 0 && index < size;
  }

  /** The index, or that of the border that it lies beyond. */
  long inside(long index) {
    return Math.max(0, Math.min(size - 1, index));
  }

  /** Whether the axis is copied, which ONNX Runtime does whatever region is given. */
  boolean isUnchanged() {
    return result == size && scale == 1;
  }

  /** Whether positions follow from the two sizes alone. */
  boolean isRatioOfSizes() {
    return scale == result / (float) size;
  }
}
