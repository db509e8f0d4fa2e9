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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Operators that combine the elements of two or more operands of equal type, whose shapes
 * broadcast.
 */
public final class Arithmetic extends ScriptedOperator {
  private final String function;

  private Arithmetic(String opType, String function) {
    super(opType);
    this.function = function;
  }

  /** Defines all of them. */
  public static Stream<Arithmetic> all() {
    return Stream.of(
        new Arithmetic("Add", "torch.add"),
        new Arithmetic("Sub", "torch.sub"),
        new Arithmetic("Mul", "torch.mul"),
        new Arithmetic("Div", "torch.div"),
        new Arithmetic("Sum", "torch.add"),
        new Arithmetic("Max", "torch.maximum"),
        new Arithmetic("Min", "torch.minimum"),
        new Arithmetic("Mean", "torch.add"),
        new Arithmetic("Pow", "torch.pow"),
        new Arithmetic("Mod", "torch.remainder"));
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    List<Shape> shapes =
        IntStream.range(0, node.inputs().size()).mapToObj(i -> context.input(i).shape()).toList();
    return List.of(new TensorType(context.input(0).dataType(), Broadcasting.shape(shapes)));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    Broadcasting.trace(tracer, node.inputs(), node.output());
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    if (inputs.size() == 1) {
      return Script.of(node, "torch.alias(x0)");
    }
    boolean integers = !inputs.get(0).getDataType().isFloating();
    return Script.of(
        node,
        switch (node.opType()) {
          case "Mean" -> "torch.div(%s, %d)".formatted(chain(inputs.size()), inputs.size());
          // The gradient of an exponent is not a number where the base is negative.
          case "Pow" -> "torch.type_as(torch.pow(x0, torch.detach(x1)), x0)";
          case "Mod" ->
              node.intAttribute("fmod", 0) != 0 ? "torch.fmod(x0, x1)" : "torch.remainder(x0, x1)";
          case "Div" ->
              integers ? "torch.div(x0, x1, rounding_mode=\"trunc\")" : "torch.div(x0, x1)";
          default -> chain(inputs.size());
        });
  }

  /** The function applied from left to right. */
  private String chain(int operands) {
    String expression = "x0";
    for (int i = 1; i < operands; i++) {
      expression = "%s(%s, x%d)".formatted(function, expression, i);
    }
    return expression;
  }
}
