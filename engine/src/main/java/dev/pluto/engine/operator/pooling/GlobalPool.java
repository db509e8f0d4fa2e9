package dev.pluto.engine.operator.pooling;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.engine.operator.base.Window;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * GlobalAveragePool, GlobalMaxPool and GlobalLpPool (the norm of order p): [N, C, spatial…] becomes
 * [N, C, 1…].
 */
public final class GlobalPool extends ScriptedOperator {
  private final String expression;

  private GlobalPool(String opType, String expression) {
    super(opType);
    this.expression = expression;
  }

  /** Defines GlobalAveragePool. */
  public static GlobalPool average() {
    return new GlobalPool("GlobalAveragePool", "torch.mean(x0, %s, True)");
  }

  /** Defines GlobalMaxPool. */
  public static GlobalPool max() {
    return new GlobalPool("GlobalMaxPool", "torch.amax(x0, %s, True)");
  }

  /** Defines GlobalLpPool. */
  public static GlobalPool norm() {
    return new GlobalPool("GlobalLpPool", "torch.linalg_vector_norm(x0, %2$d, %1$s, True)");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    Shape input = context.input(0).shape();
    long[] ones = Window.spatial(input);
    Arrays.fill(ones, 1);
    Shape output = Window.featureMap(input.size(0), input.size(1), ones);
    return List.of(new TensorType(context.input(0).dataType(), output));
  }

  /** Every channel is pooled on its own. */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    ChannelPaths.pass(tracer, node.inputs().get(0), 1, node.output(), 1);
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    long[] axes = LongStream.range(2, inputs.get(0).getShape().dimension()).toArray();
    return Script.of(node, expression.formatted(Script.ints(axes), node.intAttribute("p", 2)));
  }
}
