package dev.pluto.engine.analysis;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.operator.InferenceContext;
import dev.pluto.spi.operator.OperatorDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the type of every value for concrete input shapes. */
public final class ShapeInference {
  private final Operators operators;

  /** An inference with these operators. */
  public ShapeInference(Operators operators) {
    this.operators = operators;
  }

  /**
   * Types of all tensors.
   *
   * @param inputs shape of every graph input
   * @throws ProblemException (MODEL) with every node that can't be inferred; nodes behind it are
   *     left out of the report
   */
  public Types infer(Graph graph, Map<String, Shape> inputs) {
    List<Problem> problems = new ArrayList<>();
    Types types = inferKnown(graph, inputs, problems);
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.MODEL, problems);
    }
    return types;
  }

  /** Types of all tensors that can be inferred; {@code problems} takes up why others can't. */
  public Types inferKnown(Graph graph, Map<String, Shape> inputs, List<Problem> problems) {
    Map<String, TensorType> types = new HashMap<>();
    Map<String, Tensor> constants = new HashMap<>();
    for (ValueInfo input : graph.inputs()) {
      Shape shape = inputs.get(input.name());
      if (shape == null) {
        throw new IllegalArgumentException("no shape given for input '" + input.name() + "'");
      }
      types.put(input.name(), new TensorType(input.dataType(), shape));
    }
    graph
        .initializers()
        .forEach(
            (name, tensor) -> {
              types.put(name, new TensorType(tensor.dataType(), tensor.shape()));
              if (tensor.hasData()) {
                constants.put(name, tensor);
              }
            });
    long opset = graph.opsets().getOrDefault("", 1L);
    for (Node node : graph.nodes()) {
      if (node.inputs().stream().allMatch(i -> i.isEmpty() || types.containsKey(i))) {
        inferNode(node, opset, types, constants, problems);
      }
    }
    return new Types(types, constants);
  }

  private void inferNode(
      Node node,
      long opset,
      Map<String, TensorType> types,
      Map<String, Tensor> constants,
      List<Problem> problems) {
    Optional<OperatorDefinition> definition = operators.find(Operators.key(node));
    if (definition.isEmpty()) {
      problems.add(Operators.unknown(node));
      return;
    }
    List<TensorType> outputs;
    try {
      outputs = definition.get().infer(node, new Known(node, opset, types, constants));
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      problems.add(
          new Problem("node '" + node.name() + "'", node.opType() + ": " + e.getMessage()));
      return;
    }
    for (int i = 0; i < Math.min(outputs.size(), node.outputs().size()); i++) {
      if (!node.outputs().get(i).isEmpty()) {
        types.put(node.outputs().get(i), outputs.get(i));
      }
    }
    if (!outputs.isEmpty() && !node.output().isEmpty()) {
      List<String> inputs = node.inputs();
      try {
        ConstantFolding.fold(
                node,
                inputs.stream().map(i -> Optional.ofNullable(constants.get(i))).toList(),
                inputs.stream().map(i -> Optional.ofNullable(types.get(i))).toList(),
                outputs.get(0))
            .ifPresent(value -> constants.put(node.output(), value));
      } catch (ArithmeticException | IndexOutOfBoundsException e) {
        problems.add(
            new Problem(
                "node '" + node.name() + "'", "constant " + node.opType() + ": " + e.getMessage()));
      }
    }
  }

  private record Known(
      Node node, long opset, Map<String, TensorType> types, Map<String, Tensor> constants)
      implements InferenceContext {
    @Override
    public boolean has(int index) {
      return node.input(index).isPresent();
    }

    @Override
    public TensorType input(int index) {
      return node.input(index)
          .map(types::get)
          .orElseThrow(() -> new IllegalArgumentException("input " + index + " is missing"));
    }

    @Override
    public Optional<Tensor> constant(int index) {
      return node.input(index).map(constants::get);
    }
  }
}
