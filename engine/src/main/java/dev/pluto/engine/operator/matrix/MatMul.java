package dev.pluto.engine.operator.matrix;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Broadcasting;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * MatMul: the product of the last two axes, [..., M, K] · [..., K, N]; the axes in front broadcast
 * and an operand with one axis is a row or a column, as in NumPy.
 */
public final class MatMul extends ScriptedOperator {
  /** Defines MatMul. */
  public MatMul() {
    super("MatMul");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    Shape a = context.input(0).shape();
    Shape b = context.input(1).shape();
    if (a.rank() == 0 || b.rank() == 0 || a.size(-1) != b.size(innerOfB(b))) {
      throw new IllegalArgumentException("matrices %s and %s do not multiply".formatted(a, b));
    }
    List<Long> sizes = new ArrayList<>();
    for (long size : Broadcasting.shape(List.of(stack(a), stack(b))).sizes()) {
      sizes.add(size);
    }
    if (a.rank() > 1) {
      sizes.add(a.size(-2));
    }
    if (b.rank() > 1) {
      sizes.add(b.size(-1));
    }
    return List.of(new TensorType(context.input(0).dataType(), Shape.of(sizes)));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String a = node.inputs().get(0);
    String b = node.inputs().get(1);
    String product = node.output();
    int rankOfA = tracer.type(a).shape().rank();
    int rankOfB = tracer.type(b).shape().rank();
    ChannelPaths.sum(tracer, a, -1, b, innerOfB(tracer.type(b).shape()));
    if (rankOfA > 1) {
      ChannelPaths.pass(tracer, a, -2, product, rankOfB > 1 ? -2 : -1);
    }
    if (rankOfB > 1) {
      ChannelPaths.pass(tracer, b, -1, product, -1);
    }
    int stack = Math.max(rankOfA, rankOfB) - 2;
    traceStack(tracer, a, product, stack);
    traceStack(tracer, b, product, stack);
  }

  /** The axes in front of the matrices, those of size 1 stretched. */
  private static void traceStack(ChannelTracer tracer, String matrices, String product, int stack) {
    Shape shape = tracer.type(matrices).shape();
    int own = shape.rank() - 2;
    for (int axis = 0; axis < own; axis++) {
      if (shape.size(axis) > 1) {
        ChannelPaths.pass(tracer, matrices, axis, product, stack - own + axis);
      }
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    return Script.of(node, "torch.matmul(x0, x1)");
  }

  /** Elements of the product times K. */
  @Override
  public long macs(Node node, List<TensorType> inputs, List<TensorType> outputs) {
    return Math.multiplyExact(outputs.get(0).shape().elements(), inputs.get(0).shape().size(-1));
  }

  private static int innerOfB(Shape b) {
    return b.rank() > 1 ? -2 : -1;
  }

  private static Shape stack(Shape matrices) {
    return Shape.of(Arrays.copyOf(matrices.sizes(), Math.max(0, matrices.rank() - 2)));
  }
}
