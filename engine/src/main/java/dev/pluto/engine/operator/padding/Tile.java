package dev.pluto.engine.operator.padding;

import static dev.pluto.engine.operator.base.Script.ints;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;
import java.util.stream.IntStream;

/** Tile: the tensor repeated along every axis. */
public final class Tile extends ScriptedOperator {
  /** Defines Tile. */
  public Tile() {
    super("Tile");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType input = context.input(0);
    long[] repeats =
        Inputs.integers(context, 1, "the repeats")
            .orElseThrow(() -> new IllegalArgumentException("the repeats are missing"));
    if (repeats.length != input.shape().rank()) {
      throw new IllegalArgumentException(
          "%d repeats for %s".formatted(repeats.length, input.shape()));
    }
    Shape tiled =
        Shape.of(
            IntStream.range(0, repeats.length)
                .mapToLong(axis -> Math.multiplyExact(repeats[axis], input.shape().size(axis)))
                .toArray());
    return List.of(new TensorType(input.dataType(), tiled));
  }

  /** A channel and its copies are one. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    Shape shape = tracer.type(input).shape();
    String repeats = node.inputs().get(1);
    if (!tracer.isInitializer(repeats)) {
      ChannelPaths.fix(tracer, input, "computes how often it repeats them");
      return;
    }
    long[] times = tracer.constant(repeats).orElseThrow().longs();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.size(axis) > 1) {
        ChannelPaths.operand(tracer, input, axis);
        tracer.carry(node.output(), axis);
        tracer.tie(
            tracer.channels(input, axis).tile(Math.toIntExact(times[axis])),
            tracer.channels(node.output(), axis));
      } else if (times[axis] > 1) {
        tracer.carry(node.output(), axis);
        tracer.countsInConstant(repeats, axis, tracer.channels(node.output(), axis));
      }
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    long[] repeats = Inputs.integers(node, inputs, 1).orElseThrow();
    return Script.of(node, "torch.repeat(x0, %s)".formatted(ints(repeats)));
  }
}
