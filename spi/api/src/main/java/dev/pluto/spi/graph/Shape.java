package dev.pluto.spi.graph;

import dev.pluto.spi.Api;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A concrete shape: every size is known and not negative. The empty shape is a scalar. */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class Shape {
  private final long[] sizes;

  private Shape(long[] sizes) {
    for (long size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException("negative size in shape " + Arrays.toString(sizes));
      }
    }
    this.sizes = sizes;
  }

  /** The shape with these sizes. */
  public static Shape of(long... sizes) {
    return new Shape(sizes.clone());
  }

  /** The shape with these sizes. */
  public static Shape of(List<Long> sizes) {
    return new Shape(sizes.stream().mapToLong(Long::longValue).toArray());
  }

  /** Number of axes. */
  public int rank() {
    return sizes.length;
  }

  /** Size of an axis; a negative axis counts from the end. */
  public long size(int axis) {
    return sizes[axis < 0 ? axis + sizes.length : axis];
  }

  /** A copy of the sizes. */
  public long[] sizes() {
    return sizes.clone();
  }

  /**
   * Product of the sizes, 1 for a scalar.
   *
   * @throws ArithmeticException if it does not fit into a long
   */
  public long elements() {
    long product = 1;
    for (long size : sizes) {
      product = Math.multiplyExact(product, size);
    }
    return product;
  }

  /** This shape with one size replaced; a negative axis counts from the end. */
  public Shape with(int axis, long size) {
    long[] copy = sizes.clone();
    copy[axis < 0 ? axis + sizes.length : axis] = size;
    return new Shape(copy);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape s && Arrays.equals(sizes, s.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  @Override
  public String toString() {
    return Arrays.stream(sizes).mapToObj(Long::toString).collect(Collectors.joining("x", "[", "]"));
  }
}
