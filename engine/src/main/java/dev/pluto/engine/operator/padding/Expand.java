package dev.pluto.engine.operator.padding;

import static dev.pluto.engine.operator.base.Script.ints;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Broadcasting;
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

/** Expand: axes of size 1 stretched so that the tensor broadcasts with a shape. */
public final class Expand extends ScriptedOperator {
  /** Defines Expand. */
  public Expand() {
    super("Expand");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType input = context.input(0);
    long[] target =
        Inputs.integers(context, 1, "the sizes")
            .orElseThrow(() -> new IllegalArgumentException("the target shape is missing"));
    return List.of(new TensorType(input.dataType(), expanded(input.shape(), target)));
  }

  private static Shape expanded(Shape input, long[] target) {
    return Broadcasting.shape(List.of(input, Shape.of(target)));
  }

  /** Sizes that are written into the model shrink with the channels. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String input = node.inputs().get(0);
    String target = node.inputs().get(1);
    if (tracer.constant(target).isEmpty()) {
      ChannelPaths.fix(tracer, input, "computes the shape of its result");
      return;
    }
    Shape from = tracer.type(input).shape();
    Shape to = tracer.type(node.output()).shape();
    long[] sizes = tracer.constant(target).orElseThrow().longs();
    for (int axis = 0; axis < to.rank(); axis++) {
      int source = axis - (to.rank() - from.rank());
      int entry = axis - (to.rank() - sizes.length);
      if (to.size(axis) < 2) {
        continue;
      }
      if (source >= 0 && from.size(source) > 1) {
        ChannelPaths.pass(tracer, input, source, node.output(), axis);
      } else {
        tracer.carry(node.output(), axis);
      }
      if (entry >= 0 && sizes[entry] > 1) {
        tracer.countsInConstant(target, entry, tracer.channels(node.output(), axis));
      }
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    long[] target = Inputs.integers(node, inputs, 1).orElseThrow();
    Shape expanded = expanded(Shape.of(Inputs.sizes(inputs.get(0))), target);
    return Script.of(node, "torch.expand(x0, %s)".formatted(ints(expanded.sizes())));
  }
}
