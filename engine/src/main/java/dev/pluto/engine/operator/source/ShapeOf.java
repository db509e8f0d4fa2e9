package dev.pluto.engine.operator.source;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Axes;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import dev.pluto.spi.operator.OperatorDefinition;
import dev.pluto.spi.operator.OperatorKey;
import java.util.List;
import java.util.stream.IntStream;

/** Shape: the sizes of the axes from {@code start} to before {@code end}, as 64-bit integers. */
public final class ShapeOf implements OperatorDefinition {
  @Override
  public OperatorKey key() {
    return OperatorKey.onnx("Shape");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    int axes = axes(node, context.input(0).shape().rank()).length;
    return List.of(new TensorType(DataType.INT64, Shape.of(axes)));
  }

  /** Axes that are not read may shrink. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    Shape shape = tracer.type(input).shape();
    int[] read = axes(node, shape.rank());
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.size(axis) > 1 && !Axes.contains(read, axis)) {
        tracer.carry(input, axis);
      }
    }
  }

  @Override
  public NDList forward(Node node, NDList inputs, ForwardContext context) {
    long[] sizes = Inputs.sizes(inputs.get(0));
    long[] read = IntStream.of(axes(node, sizes.length)).mapToLong(axis -> sizes[axis]).toArray();
    return new NDList(inputs.get(0).getManager().create(read));
  }

  private static int[] axes(Node node, int rank) {
    int start = within(node.intAttribute("start", 0), rank);
    int end = within(node.intAttribute("end", rank), rank);
    return IntStream.range(start, Math.max(start, end)).toArray();
  }

  private static int within(long index, int rank) {
    return (int) Math.max(0, Math.min(rank, index < 0 ? index + rank : index));
  }
}
