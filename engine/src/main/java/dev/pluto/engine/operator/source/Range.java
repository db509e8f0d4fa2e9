package dev.pluto.engine.operator.source;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Inputs;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;

/** Range: the numbers from a start to before a limit in equal steps. */
public final class Range extends ScriptedOperator {
  private static final List<String> INPUTS = List.of("start", "limit", "delta");

  /** Defines Range. */
  public Range() {
    super("Range");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    DataType type = context.input(0).dataType();
    long count =
        type.isFloat()
            ? (long)
                Math.ceil(((double) number(context, 1) - number(context, 0)) / number(context, 2))
            : -Math.floorDiv(integer(context, 0) - integer(context, 1), integer(context, 2));
    return List.of(new TensorType(type, Shape.of(Math.max(0, count))));
  }

  private static Tensor known(InferenceContext context, int index) {
    return context
        .constant(index)
        .filter(tensor -> tensor.shape().elements() == 1)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    INPUTS.get(index) + " is no number that is known without samples"));
  }

  private static float number(InferenceContext context, int index) {
    return known(context, index).floats()[0];
  }

  private static long integer(InferenceContext context, int index) {
    return known(context, index).longs()[0];
  }

  /** Numbers of the range are no channels. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {}

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    if (!inputs.get(0).getDataType().isFloating()) {
      return Script.of(
          node,
          "torch.arange(%d, %d, %d, dtype=4, device=x0.device)"
              .formatted(
                  Inputs.integers(node, inputs, 0).orElseThrow()[0],
                  Inputs.integers(node, inputs, 1).orElseThrow()[0],
                  Inputs.integers(node, inputs, 2).orElseThrow()[0]));
    }
    float start = inputs.get(0).toFloatArray()[0];
    float delta = inputs.get(2).toFloatArray()[0];
    long count =
        Math.max(0, (long) Math.ceil(((double) inputs.get(1).toFloatArray()[0] - start) / delta));
    return Script.of(
        node,
        "torch.add(torch.mul(torch.arange(0, %d, 1, dtype=6, device=x0.device), %s), %s)"
            .formatted(count, Script.number(delta), Script.number(start)));
  }
}
