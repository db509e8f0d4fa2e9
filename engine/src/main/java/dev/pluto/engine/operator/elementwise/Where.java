package dev.pluto.engine.operator.elementwise;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Broadcasting;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;

/** Where: the element of the second operand where the first is true, else that of the third. */
public final class Where extends ScriptedOperator {
  /** Defines Where. */
  public Where() {
    super("Where");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    List<Shape> shapes =
        List.of(context.input(0).shape(), context.input(1).shape(), context.input(2).shape());
    return List.of(new TensorType(context.input(1).dataType(), Broadcasting.shape(shapes)));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    Broadcasting.trace(tracer, node.inputs(), node.output());
  }

  /** Truth values of the model's constants are integers in training form. */
  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    return Script.of(node, "torch.where(torch.ne(x0, 0), x1, x2)");
  }
}
