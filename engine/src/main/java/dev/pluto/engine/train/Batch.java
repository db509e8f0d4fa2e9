package dev.pluto.engine.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.Sample;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples stacked along a new first axis, on the host.
 *
 * @param inputs one tensor per model input
 * @param targets what the loss compares with
 */
public record Batch(List<Tensor> inputs, List<Tensor> targets) {
  /** Copies the lists. */
  public Batch {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
  }

  /**
   * Stacks samples.
   *
   * @throws IllegalArgumentException if their shapes differ
   */
  public static Batch of(List<Sample> samples) {
    return new Batch(
        stack(samples.stream().map(Sample::inputs).toList()),
        stack(samples.stream().map(Sample::targets).toList()));
  }

  /** The inputs in native memory. */
  public NDList inputs(NDManager manager) {
    return toNative(manager, inputs);
  }

  /** The targets in native memory. */
  public NDList targets(NDManager manager) {
    return toNative(manager, targets);
  }

  private static NDList toNative(NDManager manager, List<Tensor> tensors) {
    NDList list = new NDList();
    tensors.forEach(t -> list.add(HostArrays.toNative(manager, t)));
    return list;
  }

  private static List<Tensor> stack(List<List<Tensor>> samples) {
    List<Tensor> stacked = new ArrayList<>();
    for (int position = 0; position < samples.get(0).size(); position++) {
      int at = position;
      stacked.add(stackOne(samples.stream().map(s -> s.get(at)).toList()));
    }
    return stacked;
  }

  private static Tensor stackOne(List<Tensor> tensors) {
    Shape shape = tensors.get(0).shape();
    DataType type = tensors.get(0).dataType();
    long[] sizes = new long[shape.rank() + 1];
    sizes[0] = tensors.size();
    System.arraycopy(shape.sizes(), 0, sizes, 1, shape.rank());
    ByteBuffer bytes =
        ByteBuffer.allocate(
            Math.toIntExact(Math.multiplyExact(type.bytes(shape.elements()), tensors.size())));
    for (Tensor tensor : tensors) {
      if (!tensor.shape().equals(shape) || tensor.dataType() != type) {
        throw new IllegalArgumentException(
            "samples of a batch differ: %s and %s".formatted(tensors.get(0), tensor));
      }
      bytes.put(tensor.data());
    }
    return Tensor.of(type, Shape.of(sizes), bytes.flip());
  }
}
