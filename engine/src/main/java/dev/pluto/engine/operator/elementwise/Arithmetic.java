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
        new Arithmetic("Pow", "torch.pow"));
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
    String expression = "x0";
    for (int i = 1; i < inputs.size(); i++) {
      expression =
          integers && function.equals("torch.div")
              ? "torch.div(%s, x%d, rounding_mode=\"trunc\")".formatted(expression, i)
              : "%s(%s, x%d)".formatted(function, expression, i);
    }
    return Script.of(
        node,
        switch (node.opType()) {
          case "Mean" -> "torch.div(%s, %d)".formatted(expression, inputs.size());
          case "Pow" -> "torch.type_as(%s, x0)".formatted(expression);
          default -> expression;
        });
  }
}
