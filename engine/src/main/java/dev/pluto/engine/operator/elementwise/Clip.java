package dev.pluto.engine.operator.elementwise;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;

/** Clip: limits given as attributes, or since operator set 11 as scalar inputs; either may lack. */
public final class Clip extends ScriptedOperator {
  /** Defines Clip. */
  public Clip() {
    super("Clip");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    return List.of(context.input(0));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    ChannelPaths.passAll(tracer, node.inputs().get(0), node.output());
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    String min = limit(node, "min", 1);
    String max = limit(node, "max", 2);
    if (min.equals("None") && max.equals("None")) {
      return Script.of(node, "torch.alias(x0)");
    }
    return Script.of(node, "torch.clamp(x0, %s, %s)".formatted(min, max));
  }

  /** Both limits are tensors or both are numbers: an attribute never stands beside an input. */
  private static String limit(Node node, String attribute, int input) {
    if (node.input(input).isPresent()) {
      return "x" + input;
    }
    return node.attributes().get(attribute) instanceof Attribute.FloatValue limit
        ? Script.number(limit.value())
        : "None";
  }
}
