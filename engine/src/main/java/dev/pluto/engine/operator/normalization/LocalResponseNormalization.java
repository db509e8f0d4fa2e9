package dev.pluto.engine.operator.normalization;

import static dev.pluto.engine.operator.base.Script.ints;
import static dev.pluto.engine.operator.base.Script.number;

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

/**
 * LRN: every element divided by a power of what its neighbours along the channels amount to
 * (Krizhevsky et al. 2012): x / (bias + alpha · mean of the squares in the window)^beta.
 */
public final class LocalResponseNormalization extends ScriptedOperator {
  /** Defines LRN. */
  public LocalResponseNormalization() {
    super("LRN");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    if (context.input(0).shape().rank() < 2 || node.intAttribute("size", 0) < 1) {
      throw new IllegalArgumentException(
          "a window of %d channels on %s"
              .formatted(node.intAttribute("size", 0), context.input(0).shape()));
    }
    return List.of(context.input(0));
  }

  /** Without a channel its neighbours would have others. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    ChannelPaths.fix(
        tracer, node.inputs().get(0), new int[] {1}, "normalizes over neighbouring channels");
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Shape shape = Shape.of(Inputs.sizes(inputs.get(0)));
    long size = node.intAttribute("size", 1);
    long before = (size - 1) / 2;
    long positions = shape.elements() / Math.max(1, shape.size(0) * shape.size(1));
    String squares =
        "torch.constant_pad_nd(torch.reshape(torch.square(x0), %s), %s, 0)"
            .formatted(
                ints(shape.size(0), 1, shape.size(1), positions),
                ints(0, 0, before, size - 1 - before));
    String mean =
        "torch.view_as(torch.avg_pool2d(%s, %s, [1, 1]), x0)".formatted(squares, ints(size, 1));
    return Script.of(
        node,
        "torch.div(x0, torch.pow(torch.add(torch.mul(%s, %s), %s), %s))"
            .formatted(
                mean,
                number(node.floatAttribute("alpha", 1e-4f)),
                number(node.floatAttribute("bias", 1)),
                number(node.floatAttribute("beta", 0.75f))));
  }
}
