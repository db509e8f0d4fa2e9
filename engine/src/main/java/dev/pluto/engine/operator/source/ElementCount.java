package dev.pluto.engine.operator.source;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;

/** Size: the number of elements, a 64-bit integer. */
public final class ElementCount extends ScriptedOperator {
  /** Defines Size. */
  public ElementCount() {
    super("Size");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    return List.of(new TensorType(DataType.INT64, Shape.of()));
  }

  /** Every axis counts. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {}

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    long elements = Shape.of(Inputs.sizes(inputs.get(0))).elements();
    return Script.of(node, "torch.tensor(%d, dtype=4, device=x0.device)".formatted(elements));
  }
}
