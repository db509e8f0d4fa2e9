package dev.pluto.engine.operator.base;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.operator.InferenceContext;
import java.util.Optional;

/** Finds a node's inputs by their ONNX position. */
public final class Inputs {
  private Inputs() {}

  /** The array of input {@code index}; arrays of absent inputs are left out of the list. */
  public static Optional<NDArray> array(Node node, NDList arrays, int index) {
    if (node.input(index).isEmpty()) {
      return Optional.empty();
    }
    int position = 0;
    for (int i = 0; i < index; i++) {
      position += node.input(i).isPresent() ? 1 : 0;
    }
    return Optional.of(arrays.get(position));
  }

  /** The elements of a small integer input, copied from the device. */
  public static Optional<long[]> integers(Node node, NDList arrays, int index) {
    return array(node, arrays, index)
        .map(a -> a.getDataType() == DataType.INT64 ? a : a.toType(DataType.INT64, false))
        .map(NDArray::toLongArray);
  }

  /** The integers of an input whose elements decide over shapes. */
  public static Optional<long[]> integers(InferenceContext context, int index, String meaning) {
    if (!context.has(index)) {
      return Optional.empty();
    }
    Tensor tensor =
        context
            .constant(index)
            .filter(Tensor::hasData)
            .orElseThrow(
                () -> new IllegalArgumentException(meaning + " depend on the data of the samples"));
    return switch (tensor.dataType()) {
      case INT64, INT32, INT16, INT8, UINT8, UINT16, UINT32, UINT64 -> Optional.of(tensor.longs());
      default ->
          throw new IllegalArgumentException(
              meaning + " are of type " + tensor.dataType() + ", not integers");
    };
  }

  /** Sizes of an array. */
  public static long[] sizes(NDArray array) {
    return array.getShape().getShape();
  }
}
