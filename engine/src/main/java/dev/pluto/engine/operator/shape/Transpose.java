package dev.pluto.engine.operator.shape;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Axes;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Transpose: axis {@code perm[i]} of the input becomes axis i; reversed where no perm is given. */
public final class Transpose extends ScriptedOperator {
  /** Defines Transpose. */
  public Transpose() {
    super("Transpose");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType input = context.input(0);
    long[] sizes =
        IntStream.of(permutation(node, input.shape().rank()))
            .mapToLong(input.shape()::size)
            .toArray();
    return List.of(new TensorType(input.dataType(), Shape.of(sizes)));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    Shape shape = tracer.type(input).shape();
    int[] permutation = permutation(node, shape.rank());
    for (int axis = 0; axis < permutation.length; axis++) {
      if (shape.size(permutation[axis]) > 1) {
        ChannelPaths.pass(tracer, input, permutation[axis], node.output(), axis);
      }
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    int[] permutation = permutation(node, inputs.get(0).getShape().dimension());
    return Script.of(node, "torch.permute(x0, %s)".formatted(Script.ints(Axes.longs(permutation))));
  }

  private static int[] permutation(Node node, int rank) {
    int[] permutation =
        node.intsAttribute("perm")
            .map(axes -> LongStream.of(axes).mapToInt(Math::toIntExact).toArray())
            .orElseGet(() -> IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    int[] sorted = IntStream.of(permutation).sorted().toArray();
    if (!Arrays.equals(sorted, Axes.all(rank))) {
      throw new IllegalArgumentException(
          "perm %s of a tensor with rank %d".formatted(Arrays.toString(permutation), rank));
    }
    return permutation;
  }
}
