package dev.pluto.engine.operator.matrix;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.ChannelPaths;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Einsum: products of elements summed over the letters that the result lacks; no ellipses. */
public final class Einsum extends ScriptedOperator {
  /** Defines Einsum. */
  public Einsum() {
    super("Einsum");
  }

  private static Subscripts subscripts(Node node) {
    return Subscripts.of(node.textAttribute("equation", ""), node.inputs().size());
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    return List.of(
        new TensorType(
            context.input(0).dataType(),
            subscripts(node)
                .resultShape(
                    IntStream.range(0, node.inputs().size())
                        .mapToObj(i -> context.input(i).shape())
                        .toList())));
  }

  /**
   * Letters of the result pass. A letter that one value and one initializer share is summed over
   * the initializer; sums of two values, or of one alone, hold on to their axes.
   */
  @Override
  public void trace(Node node, ChannelTracer tracer) {
    Subscripts subscripts = subscripts(node);
    if (!subscripts.areDistinct()) {
      node.inputs().forEach(i -> ChannelPaths.fix(tracer, i, "takes the diagonal of an operand"));
      return;
    }
    for (int i = 0; i < node.inputs().size(); i++) {
      String letters = subscripts.operands().get(i);
      for (int axis = 0; axis < letters.length(); axis++) {
        int result = subscripts.result().indexOf(letters.charAt(axis));
        if (result >= 0) {
          ChannelPaths.pass(tracer, node.inputs().get(i), axis, node.output(), result);
        } else {
          sum(node, tracer, subscripts, i, axis);
        }
      }
    }
  }

  private static void sum(
      Node node, ChannelTracer tracer, Subscripts subscripts, int operand, int axis) {
    char letter = subscripts.operands().get(operand).charAt(axis);
    int[] others =
        IntStream.range(0, node.inputs().size())
            .filter(i -> i != operand && subscripts.operands().get(i).indexOf(letter) >= 0)
            .toArray();
    String name = node.inputs().get(operand);
    if (others.length == 1) {
      int otherAxis = subscripts.operands().get(others[0]).indexOf(letter);
      ChannelPaths.sum(tracer, name, axis, node.inputs().get(others[0]), otherAxis);
    } else {
      tracer.fix(tracer.channels(name, axis), "sums over it");
    }
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    Subscripts subscripts = subscripts(node);
    String operands =
        IntStream.range(0, node.inputs().size())
            .mapToObj(i -> "x" + i)
            .collect(Collectors.joining(", "));
    return Script.of(
        node,
        "torch.einsum(\"%s->%s\", [%s])"
            .formatted(String.join(",", subscripts.operands()), subscripts.result(), operands));
  }

  /** Every combination of the letters multiplies once; a sum of one operand not at all. */
  @Override
  public long macs(Node node, List<TensorType> inputs, List<TensorType> outputs) {
    return inputs.size() < 2
        ? 0
        : subscripts(node).sizes(inputs.stream().map(TensorType::shape).toList()).values().stream()
            .reduce(1L, Math::multiplyExact);
  }
}
