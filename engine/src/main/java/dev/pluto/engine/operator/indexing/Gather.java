package dev.pluto.engine.operator.indexing;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Axes;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.Channels;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Gather: the slices of an axis that the indices name, in the shape of the indices. */
public final class Gather extends ScriptedOperator {
  /** Defines Gather. */
  public Gather() {
    super("Gather");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType data = context.input(0);
    Shape shape = data.shape();
    int axis = axis(node, shape.rank());
    return List.of(
        new TensorType(data.dataType(), gathered(shape, axis, context.input(1).shape())));
  }

  private static Shape gathered(Shape data, int axis, Shape indices) {
    long[] sizes = data.sizes();
    return Shape.of(
        Stream.of(
                Arrays.stream(sizes, 0, axis),
                Arrays.stream(indices.sizes()),
                Arrays.stream(sizes, axis + 1, sizes.length))
            .flatMapToLong(part -> part)
            .toArray());
  }

  /** The axes that are not indexed pass; along that one, known indices follow their channels. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String data = node.inputs().get(0);
    Shape shape = tracer.type(data).shape();
    int axis = axis(node, shape.rank());
    int added = tracer.type(node.inputs().get(1)).shape().rank() - 1;
    for (int other = 0; other < shape.rank(); other++) {
      if (other != axis && shape.size(other) > 1) {
        ChannelPaths.pass(tracer, data, other, node.output(), other < axis ? other : other + added);
      }
    }
    if (shape.size(axis) > 1) {
      traceIndexed(node, tracer, axis);
    }
  }

  private static void traceIndexed(Node node, ChannelTracer tracer, int axis) {
    String data = node.inputs().get(0);
    String indices = node.inputs().get(1);
    Channels whole = tracer.channels(data, axis);
    Optional<long[]> known = tracer.constant(indices).map(Tensor::longs);
    int rank = tracer.type(indices).shape().rank();
    if (!tracer.isInitializer(indices) || known.isEmpty() || rank > 1) {
      tracer.fix(whole, "the indices that it takes depend on the data");
      return;
    }
    int[] taken =
        LongStream.of(known.get())
            .mapToInt(i -> Math.toIntExact(i < 0 ? i + whole.size() : i))
            .toArray();
    Channels chosen = new Channels(IntStream.of(taken).map(i -> whole.ids()[i]).toArray());
    ChannelPaths.operand(tracer, data, axis);
    if (rank == 0) {
      tracer.fix(chosen, "takes this one alone");
    } else {
      tracer.carry(indices, 0);
      tracer.tie(tracer.channels(indices, 0), chosen);
      tracer.carry(node.output(), axis);
      tracer.tie(tracer.channels(node.output(), axis), chosen);
    }
    for (int entry = 0; entry < taken.length; entry++) {
      tracer.countsInConstant(indices, entry, whole.slice(0, taken[entry]));
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Shape data = Shape.of(Inputs.sizes(inputs.get(0)));
    int axis = axis(node, data.rank());
    long size = data.size(axis);
    long[] result = gathered(data, axis, Shape.of(Inputs.sizes(inputs.get(1)))).sizes();
    String indices = "torch.reshape(torch.remainder(x1, %d), [-1])".formatted(Math.max(1, size));
    return Script.of(
        node,
        "torch.reshape(torch.index_select(x0, %d, %s), %s)"
            .formatted(axis, indices, Script.ints(result)));
  }

  private static int axis(Node node, int rank) {
    return Axes.normalize(node.intAttribute("axis", 0), rank);
  }
}
