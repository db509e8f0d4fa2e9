package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Works out nodes whose result does not depend on the samples: the arithmetic on shapes that
 * exporters leave in a model, and rearrangements of constants. Only what is exact on the host.
 */
final class ConstantFolding {
  /** Larger integer results are no shape arithmetic; they are left to the runtime. */
  private static final long MOST_INTEGERS = 65_536;

  private ConstantFolding() {}

  /**
   * The first output of a node, if it can be worked out.
   *
   * @param inputs elements of each input where they are known
   * @param types type of each input that the node has
   * @param output type of the first output
   */
  static Optional<Tensor> fold(
      Node node,
      List<Optional<Tensor>> inputs,
      List<Optional<TensorType>> types,
      TensorType output) {
    if (!node.domain().isEmpty() && !node.domain().equals("ai.onnx")) {
      return Optional.empty();
    }
    if (node.opType().equals("Shape") && types.get(0).isPresent()) {
      return Optional.of(shape(node, types.get(0).get().shape()));
    }
    if (inputs.isEmpty() || inputs.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    List<Tensor> known = inputs.stream().map(Optional::get).toList();
    if (known.stream().anyMatch(t -> !t.hasData())) {
      return Optional.empty();
    }
    Tensor first = known.get(0);
    return switch (node.opType()) {
      case "Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze" ->
          Optional.of(Tensor.of(first.dataType(), output.shape(), first.data()));
      case "Transpose" -> Optional.of(transpose(node, first, output.shape()));
      case "Gather",
          "Concat",
          "Slice",
          "Cast",
          "Add",
          "Sub",
          "Mul",
          "Div",
          "ConstantOfShape",
          "Range",
          "ReduceProd" ->
          integers(node, known, output);
      default -> Optional.empty();
    };
  }

  private static Tensor shape(Node node, Shape shape) {
    int rank = shape.rank();
    int start = clamp(node.intAttribute("start", 0), rank);
    int end = Math.max(start, clamp(node.intAttribute("end", rank), rank));
    return vector(Arrays.copyOfRange(shape.sizes(), start, end));
  }

  private static int clamp(long index, int rank) {
    return (int) Math.max(0, Math.min(rank, index < 0 ? index + rank : index));
  }

  private static Tensor vector(long[] values) {
    return Tensor.ofLongs(Shape.of(values.length), values);
  }

  private static Optional<Tensor> integers(Node node, List<Tensor> inputs, TensorType output) {
    DataType type = output.dataType();
    if ((type != DataType.INT64 && type != DataType.INT32)
        || output.shape().elements() > MOST_INTEGERS
        || inputs.stream().anyMatch(t -> t.dataType().isFloat() && !node.opType().equals("Cast"))
        || inputs.get(0).dataType().isFloat()) {
      return Optional.empty();
    }
    long[] a = inputs.get(0).longs();
    Optional<long[]> result =
        switch (node.opType()) {
          case "Cast" -> Optional.of(a);
          case "Add" -> elementwise(inputs, Math::addExact);
          case "Sub" -> elementwise(inputs, Math::subtractExact);
          case "Mul" -> elementwise(inputs, Math::multiplyExact);
          case "Div" -> elementwise(inputs, (x, y) -> y == 0 ? 0 : x / y);
          case "Concat" ->
              inputs.get(0).shape().rank() == 1
                  ? Optional.of(
                      inputs.stream().flatMapToLong(t -> LongStream.of(t.longs())).toArray())
                  : Optional.empty();
          case "Gather" ->
              inputs.get(0).shape().rank() == 1
                  ? Optional.of(
                      LongStream.of(inputs.get(1).longs())
                          .map(i -> a[(int) (i < 0 ? i + a.length : i)])
                          .toArray())
                  : Optional.empty();
          case "Slice" -> slice(a, inputs);
          case "ConstantOfShape" -> Optional.of(filled(node, output.shape()));
          case "Range" ->
              Optional.of(
                  LongStream.range(0, output.shape().elements())
                      .map(i -> a[0] + i * inputs.get(2).longs()[0])
                      .toArray());
          case "ReduceProd" ->
              output.shape().elements() == 1
                  ? Optional.of(new long[] {Arrays.stream(a).reduce(1, Math::multiplyExact)})
                  : Optional.empty();
          default -> Optional.empty();
        };
    return result
        .filter(r -> r.length == output.shape().elements())
        .map(r -> of(type, output.shape(), r));
  }

  private static Tensor of(DataType type, Shape shape, long[] values) {
    if (type == DataType.INT64) {
      return Tensor.ofLongs(shape, values);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * 4).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(v -> bytes.putInt(Math.toIntExact(v)));
    return Tensor.of(type, shape, bytes.flip());
  }

  private static Optional<long[]> elementwise(List<Tensor> inputs, LongBinaryOperator operator) {
    long[] a = inputs.get(0).longs();
    long[] b = inputs.get(1).longs();
    if (a.length != b.length && a.length != 1 && b.length != 1) {
      return Optional.empty();
    }
    int n = Math.max(a.length, b.length);
    return Optional.of(
        IntStream.range(0, n)
            .mapToLong(
                i -> operator.applyAsLong(a[a.length == 1 ? 0 : i], b[b.length == 1 ? 0 : i]))
            .toArray());
  }

  private static Optional<long[]> slice(long[] a, List<Tensor> inputs) {
    if (inputs.size() < 3 || inputs.get(0).shape().rank() != 1) {
      return Optional.empty();
    }
    long step = inputs.size() > 4 ? inputs.get(4).longs()[0] : 1;
    if (step != 1) {
      return Optional.empty();
    }
    int from = clamp(inputs.get(1).longs()[0], a.length);
    int to = clamp(Math.min(inputs.get(2).longs()[0], a.length), a.length);
    return Optional.of(Arrays.copyOfRange(a, from, Math.max(from, to)));
  }

  private static long[] filled(Node node, Shape shape) {
    long value =
        node.attributes().get("value") instanceof Attribute.TensorValue t
            ? t.value().longs()[0]
            : 0;
    long[] values = new long[Math.toIntExact(shape.elements())];
    Arrays.fill(values, value);
    return values;
  }

  private static Tensor transpose(Node node, Tensor tensor, Shape output) {
    int rank = output.rank();
    long[] reversed = IntStream.range(0, rank).mapToLong(i -> rank - 1 - i).toArray();
    long[] permutation = node.intsAttribute("perm").orElse(reversed);
    List<int[]> order = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      order.add(IntStream.range(0, (int) output.size(axis)).toArray());
    }
    return TensorSlicing.gather(tensor, output, order, permutation);
  }
}
