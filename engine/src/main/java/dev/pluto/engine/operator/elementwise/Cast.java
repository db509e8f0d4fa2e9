package dev.pluto.engine.operator.elementwise;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
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
 * Cast between floats, integers and truth values. Training computes with 32-bit floats and 64-bit
 * integers whatever the widths are in the model; casts to narrow integers keep the numbers that
 * those hold.
 */
public final class Cast extends ScriptedOperator {
  /** Defines Cast. */
  public Cast() {
    super("Cast");
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    return List.of(new TensorType(target(node), context.input(0).shape()));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    ChannelPaths.passAll(tracer, node.inputs().get(0), node.output());
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    // PyTorch's own numbers of its types: 4 int64, 6 float32, 11 bool.
    return Script.of(
        node,
        switch (target(node)) {
          case BOOL -> "torch.ne(x0, 0)";
          case INT32, INT64 -> "torch.to(x0, 4)";
          case UINT8, UINT16 ->
              "torch.bitwise_and(torch.to(x0, 4), %d)".formatted((1L << target(node).bits()) - 1);
          case INT8, INT16 -> signed(1L << (target(node).bits() - 1));
          default -> "torch.to(torch.alias(x0), 6)";
        });
  }

  /** Two's complement: −half to half − 1. */
  private static String signed(long half) {
    return "torch.sub(torch.bitwise_and(torch.add(torch.to(x0, 4), %d), %d), %d)"
        .formatted(half, 2 * half - 1, half);
  }

  private static DataType target(Node node) {
    DataType type =
        DataType.ofOnnx((int) node.intAttribute("to", 0))
            .orElseThrow(() -> new IllegalArgumentException("the type to cast to is unknown"));
    return switch (type) {
      case FLOAT, DOUBLE, FLOAT16, INT8, INT16, INT32, INT64, UINT8, UINT16, BOOL -> type;
      default -> throw new IllegalArgumentException("casts to " + type + " are not supported");
    };
  }
}
