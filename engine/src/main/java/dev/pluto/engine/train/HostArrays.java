package dev.pluto.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.pluto.spi.graph.Tensor;

/** Moves tensors between the host and native memory. */
public final class HostArrays {
  private HostArrays() {}

  /**
   * A native copy of a tensor: floating point as FLOAT32, anything else as INT64.
   *
   * <p>An array made from a Java buffer aliases it, and using it after the buffer is collected
   * crashes the process; hence the duplicate.
   */
  public static NDArray toNative(NDManager manager, Tensor tensor) {
    Shape shape = new Shape(tensor.shape().sizes());
    try (NDArray aliased =
        tensor.dataType().isFloat()
            ? manager.create(tensor.floats(), shape)
            : manager.create(tensor.longs(), shape)) {
      return aliased.duplicate();
    }
  }

  /** A host copy of a FLOAT32 or INT64 array, or of truth values as 0 and 1. */
  public static Tensor toHost(NDArray array) {
    if (array.getDataType() == DataType.BOOLEAN) {
      try (NDArray integers = array.toType(DataType.INT64, true)) {
        return toHost(integers);
      }
    }
    dev.pluto.spi.graph.Shape shape = dev.pluto.spi.graph.Shape.of(array.getShape().getShape());
    return array.getDataType() == DataType.INT64
        ? Tensor.ofLongs(shape, array.toLongArray())
        : Tensor.ofFloats(shape, array.toFloatArray());
  }
}
