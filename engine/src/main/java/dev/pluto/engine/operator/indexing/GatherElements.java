package dev.pluto.engine.operator.indexing;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Axes;
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

/** GatherElements: along an axis, the element that the index at the same place names. */
public final class GatherElements extends ScriptedOperator {
  /** Defines GatherElements. */
  public GatherElements() {
    super("GatherElements");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    Shape data = context.input(0).shape();
    Shape indices = context.input(1).shape();
    axis(node, data.rank());
    if (indices.rank() != data.rank()) {
      throw new IllegalArgumentException("indices %s of data %s".formatted(indices, data));
    }
    return List.of(new TensorType(context.input(0).dataType(), indices));
  }

  /** Every index belongs to one place: nothing can be taken out. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {}

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Shape data = Shape.of(Inputs.sizes(inputs.get(0)));
    int axis = axis(node, data.rank());
    return Script.of(
        node,
        "torch.gather(x0, %d, torch.remainder(x1, %d))"
            .formatted(axis, Math.max(1, data.size(axis))));
  }

  private static int axis(Node node, int rank) {
    return Axes.normalize(node.intAttribute("axis", 0), rank);
  }
}
