package dev.pluto.engine.operator.matrix;

import static dev.pluto.engine.operator.base.Script.number;

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
import java.util.List;

/**
 * Gemm: alpha · A · B + beta · C with A [M, K] and B [K, N], either of them given transposed, and C
 * stretched to [M, N].
 */
public final class Gemm extends ScriptedOperator {
  /** Defines Gemm. */
  public Gemm() {
    super("Gemm");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    Shape a = context.input(0).shape();
    Shape b = context.input(1).shape();
    if (a.rank() != 2 || b.rank() != 2 || a.size(innerOfA(node)) != b.size(innerOfB(node))) {
      throw new IllegalArgumentException("matrices %s and %s do not multiply".formatted(a, b));
    }
    Shape product = Shape.of(a.size(1 - innerOfA(node)), b.size(1 - innerOfB(node)));
    if (context.has(2)
        && !Broadcasting.shape(List.of(context.input(2).shape(), product)).equals(product)) {
      throw new IllegalArgumentException(
          "C %s does not stretch to %s".formatted(context.input(2).shape(), product));
    }
    return List.of(new TensorType(context.input(0).dataType(), product));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    String a = node.inputs().get(0);
    String b = node.inputs().get(1);
    String product = node.output();
    ChannelPaths.sum(tracer, a, innerOfA(node), b, innerOfB(node));
    ChannelPaths.pass(tracer, a, 1 - innerOfA(node), product, 0);
    ChannelPaths.pass(tracer, b, 1 - innerOfB(node), product, 1);
    node.input(2).ifPresent(c -> Broadcasting.trace(tracer, List.of(c), product));
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    float alpha = node.floatAttribute("alpha", 1);
    float beta = node.floatAttribute("beta", 1);
    boolean transposeA = innerOfA(node) == 0;
    boolean transposeB = innerOfB(node) == 1;
    String a = transposeA ? "torch.t(x0)" : "x0";
    String b = transposeB ? "torch.t(x1)" : "x1";
    if (node.input(2).isPresent()) {
      return Script.of(
          node,
          "torch.addmm(x2, %s, %s, beta=%s, alpha=%s)"
              .formatted(a, b, number(beta), number(alpha)));
    }
    String product = "torch.mm(%s, %s)".formatted(a, b);
    return Script.of(
        node, alpha == 1 ? product : "torch.mul(%s, %s)".formatted(product, number(alpha)));
  }

  /** M · N · K. */
  @Override
  public long macs(Node node, List<TensorType> inputs, List<TensorType> outputs) {
    return Math.multiplyExact(
        outputs.get(0).shape().elements(), inputs.get(0).shape().size(innerOfA(node)));
  }

  private static int innerOfA(Node node) {
    return node.intAttribute("transA", 0) != 0 ? 0 : 1;
  }

  private static int innerOfB(Node node) {
    return node.intAttribute("transB", 0) != 0 ? 1 : 0;
  }
}
