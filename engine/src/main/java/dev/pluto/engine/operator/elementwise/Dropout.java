package dev.pluto.engine.operator.elementwise;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;

/**
 * Dropout with its optional mask (Srivastava et al. 2014): drops elements while training, does
 * nothing else.
 */
public final class Dropout extends ScriptedOperator {
  /** Defines Dropout. */
  public Dropout() {
    super("Dropout");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    TensorType input = context.input(0);
    return node.outputs().size() < 2
        ? List.of(input)
        : List.of(input, new TensorType(DataType.BOOL, input.shape()));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    for (String output : node.outputs()) {
      ChannelPaths.passAll(tracer, node.inputs().get(0), output);
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    boolean mask = node.outputs().size() > 1;
    if (!context.training()) {
      String same = "torch.alias(x0)";
      return mask
          ? Script.of(node, List.of(same, "torch.ones_like(x0, dtype=11)"))
          : Script.of(node, same);
    }
    float ratio =
        Inputs.array(node, inputs, 1)
            .map(array -> array.toFloatArray()[0])
            .orElseGet(() -> node.floatAttribute("ratio", 0.5f));
    return mask
        ? Script.of(node, "torch.native_dropout(x0, %s, True)".formatted(ratio), 2)
        : Script.of(node, "torch.dropout(x0, %s, True)".formatted(ratio));
  }
}
