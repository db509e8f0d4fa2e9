package dev.pluto.engine.operator.elementwise;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.operator.base.Broadcasting;
import dev.pluto.engine.operator.base.Script;
import dev.pluto.engine.operator.base.ScriptedOperator;
import dev.pluto.spi.graph.DataType;
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
 * Operators whose results are truth values: comparisons and logic on operands whose shapes
 * broadcast. No gradient passes through them.
 */
public final class Predicate extends ScriptedOperator {
  private final String expression;

  private Predicate(String opType, String expression) {
    super(opType);
    this.expression = expression;
  }

  /** Defines all of them. */
  public static Stream<Predicate> all() {
    return Stream.of(
        new Predicate("Equal", "torch.eq(x0, x1)"),
        new Predicate("Less", "torch.lt(x0, x1)"),
        new Predicate("LessOrEqual", "torch.le(x0, x1)"),
        new Predicate("Greater", "torch.gt(x0, x1)"),
        new Predicate("GreaterOrEqual", "torch.ge(x0, x1)"),
        new Predicate("And", "torch.logical_and(x0, x1)"),
        new Predicate("Or", "torch.logical_or(x0, x1)"),
        new Predicate("Xor", "torch.logical_xor(x0, x1)"),
        new Predicate("Not", "torch.logical_not(x0)"),
        new Predicate("IsNaN", "torch.isnan(x0)"));
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    List<Shape> shapes =
        IntStream.range(0, node.inputs().size()).mapToObj(i -> context.input(i).shape()).toList();
    return List.of(new TensorType(DataType.BOOL, Broadcasting.shape(shapes)));
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    Broadcasting.trace(tracer, node.inputs(), node.output());
  }

  @Override
  protected Script script(Node node, NDList inputs, ForwardContext context) {
    return Script.of(node, expression);
  }
}
