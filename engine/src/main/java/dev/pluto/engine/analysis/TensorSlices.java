package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Takes slices out of constants. */
final class TensorSlices {
  private TensorSlices() {}

  /** Whether slices of tensors of this type can be taken out: elements must be whole bytes. */
  static boolean canSlice(DataType type) {
    return type.bits() >= 8 && type != DataType.STRING;
  }

  /**
   * The tensor with only these indices of an axis; only a new shape where there are no elements.
   */
  static Tensor keep(Tensor tensor, int axis, int[] indices) {
    Shape shape = tensor.shape().with(axis, indices.length);
    if (!tensor.hasData()) {
      return Tensor.shapeOnly(tensor.dataType(), shape);
    }
    long[] sizes = tensor.shape().sizes();
    int run = tensor.dataType().bits() / 8;
    for (int i = axis + 1; i < sizes.length; i++) {
      run = Math.multiplyExact(run, Math.toIntExact(sizes[i]));
    }
    int blocks = 1;
    for (int i = 0; i < axis; i++) {
      blocks = Math.multiplyExact(blocks, Math.toIntExact(sizes[i]));
    }
    int block = Math.toIntExact(run * sizes[axis]);
    ByteBuffer in = tensor.data();
    ByteBuffer out =
        ByteBuffer.allocate(blocks * indices.length * run).order(ByteOrder.LITTLE_ENDIAN);
    for (int b = 0; b < blocks; b++) {
      for (int index : indices) {
        out.put(in.slice(b * block + index * run, run));
      }
    }
    return Tensor.of(tensor.dataType(), shape, out.flip());
  }
}
