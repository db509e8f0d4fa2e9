package dev.pluto.engine.operator.shape;

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

/** Flatten: the axes in front of {@code axis} become one, those from it on the other. */
public final class Flatten extends ScriptedOperator {
  /** Defines Flatten. */
  public Flatten() {
    super("Flatten");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType input = context.input(0);
    return List.of(new TensorType(input.dataType(), flat(node, input.shape())));
  }

  private static Shape flat(Node node, Shape input) {
    long axis = node.intAttribute("axis", 1);
    // The axis may lie behind the last one.
    int first = axis == input.rank() ? input.rank() : Axes.normalize(axis, input.rank());
    long rows = 1;
    for (int i = 0; i < first; i++) {
      rows *= input.size(i);
    }
    long columns = 1;
    for (int i = first; i < input.rank(); i++) {
      columns *= input.size(i);
    }
    return Shape.of(rows, columns);
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    Regrouping.trace(tracer, node.inputs().get(0), node.output());
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Shape flat = flat(node, Shape.of(Inputs.sizes(inputs.get(0))));
    return Script.of(node, "torch.reshape(x0, %s)".formatted(Script.ints(flat.sizes())));
  }
}
