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
import dev.pluto.spi.operator.Channels;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Concat: the operands one behind the other along an axis. */
public final class Concat extends ScriptedOperator {
  /** Defines Concat. */
  public Concat() {
    super("Concat");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType first = context.input(0);
    int axis = axis(node, first.shape().rank());
    long size = 0;
    for (int i = 0; i < node.inputs().size(); i++) {
      Shape operand = context.input(i).shape();
      if (operand.rank() != first.shape().rank()
          || !operand.with(axis, 0).equals(first.shape().with(axis, 0))) {
        throw new IllegalArgumentException(
            "%s and %s do not fit together along axis %d".formatted(first.shape(), operand, axis));
      }
      size += operand.size(axis);
    }
    return List.of(new TensorType(first.dataType(), first.shape().with(axis, size)));
  }

  /** Along the axis the operands' channels follow one another; along others they are the same. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    Shape result = tracer.type(node.output()).shape();
    int axis = axis(node, result.rank());
    IntStream.Builder joined = IntStream.builder();
    for (String operand : node.inputs()) {
      for (int other = 0; other < result.rank(); other++) {
        if (other != axis && result.size(other) > 1) {
          ChannelPaths.pass(tracer, operand, other, node.output(), other);
        }
      }
      ChannelPaths.operand(tracer, operand, axis);
      IntStream.of(tracer.channels(operand, axis).ids()).forEach(joined);
    }
    tracer.carry(node.output(), axis);
    tracer.tie(new Channels(joined.build().toArray()), tracer.channels(node.output(), axis));
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    String operands =
        IntStream.range(0, node.inputs().size())
            .mapToObj(i -> "x" + i)
            .collect(Collectors.joining(", "));
    int axis = axis(node, inputs.get(0).getShape().dimension());
    return Script.of(node, "torch.cat([%s], %d)".formatted(operands, axis));
  }

  private static int axis(Node node, int rank) {
    return Axes.normalize(node.intAttribute("axis", 1), rank);
  }
}
