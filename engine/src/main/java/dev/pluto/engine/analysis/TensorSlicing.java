package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Picks elements of constants. */
final class TensorSlicing {
  private TensorSlicing() {}

  /**
   * The tensor with only some indices of each axis.
   *
   * @param kept indices to keep, by axis, in their new order
   */
  static Tensor keep(Tensor tensor, List<int[]> kept) {
    Shape shape = Shape.of(kept.stream().mapToLong(indices -> indices.length).toArray());
    return gather(tensor, shape, kept, LongStream.range(0, shape.rank()).toArray());
  }

  /**
   * Output element (i0, i1, …) is the element of {@code tensor} whose index on axis {@code
   * sourceAxis[a]} is {@code indices[a][ia]}. Element types of whole bytes only.
   */
  static Tensor gather(Tensor tensor, Shape output, List<int[]> indices, long[] sourceAxis) {
    if (!tensor.hasData()) {
      return Tensor.shapeOnly(tensor.dataType(), output);
    }
    int width = tensor.dataType().bits() / 8;
    if (width == 0) {
      throw new IllegalArgumentException("can't slice packed " + tensor.dataType());
    }
    int rank = output.rank();
    long[] strides = new long[tensor.shape().rank()];
    long stride = width;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= tensor.shape().size(axis);
    }
    int[][] offsets = new int[rank][];
    for (int axis = 0; axis < rank; axis++) {
      long step = strides[(int) sourceAxis[axis]];
      offsets[axis] = IntStream.of(indices.get(axis)).map(i -> Math.toIntExact(i * step)).toArray();
    }
    ByteBuffer source = tensor.data();
    ByteBuffer target =
        ByteBuffer.allocate(Math.toIntExact(output.elements() * width))
            .order(ByteOrder.LITTLE_ENDIAN);
    copy(source, target, offsets, 0, 0, width);
    return Tensor.of(tensor.dataType(), output, target.flip());
  }

  private static void copy(
      ByteBuffer source, ByteBuffer target, int[][] offsets, int axis, int at, int width) {
    if (axis == offsets.length) {
      target.put(target.position(), source, at, width);
      target.position(target.position() + width);
      return;
    }
    for (int offset : offsets[axis]) {
      copy(source, target, offsets, axis + 1, at + offset, width);
    }
  }
}
