package dev.pluto.engine.analysis;

import dev.pluto.engine.analysis.folding.ConstantFolding;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.operator.OperatorDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Finds the types of all values for concrete input shapes. Small values that are computed from
 * constants and shapes are computed on the way, so that shapes which depend on them resolve.
 */
public final class ShapeInference {
  /** Values with more elements are data, not shape arithmetic. */
  private static final long LARGEST_FOLDED = 4096;

  /** Elements of all values that are computed on the way. */
  private static final long MOST_FOLDED = 1 << 22;

  /** Elements of one value: a gigabyte of floats. */
  private static final long LARGEST_VALUE = 1 << 28;

  private static final int LARGEST_RANK = 64;

  private final Operators operators;

  /** Infers with these operators. */
  public ShapeInference(Operators operators) {
    this.operators = operators;
  }

  /**
   * Types of all values and initializers.
   *
   * @param inputs shape of every graph input
   * @throws IllegalArgumentException if an input has no shape
   * @throws ProblemException of kind MODEL with every node that has an unknown operator or does not
   *     fit its inputs; nodes behind such a node are not looked at
   */
  public Types infer(Graph graph, Map<String, Shape> inputs) {
    Run run = new Run(graph);
    for (ValueInfo input : graph.inputs()) {
      Shape shape = inputs.get(input.name());
      if (shape == null) {
        throw new IllegalArgumentException("no shape for input '" + input.name() + "'");
      }
      run.addInput(input, shape);
    }
    graph.nodes().forEach(run::infer);
    for (ValueInfo output : graph.outputs()) {
      if (run.problems.isEmpty() && !run.types.containsKey(output.name())) {
        run.problems.add(new Problem("output '" + output.name() + "'", "nothing produces it"));
      }
    }
    if (!run.problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.MODEL, run.problems);
    }
    return new Types(run.types, run.constants);
  }

  /** One pass over a graph. */
  private final class Run {
    private final Graph graph;
    private final Map<String, TensorType> types = new LinkedHashMap<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private long folded;

    Run(Graph graph) {
      this.graph = graph;
      graph.initializers().forEach(this::addConstant);
    }

    void addInput(ValueInfo input, Shape shape) {
      TensorType type = new TensorType(input.dataType(), shape);
      try {
        elements(type);
      } catch (IllegalArgumentException e) {
        problems.add(new Problem("input '" + input.name() + "'", String.valueOf(e.getMessage())));
      }
      types.put(input.name(), type);
    }

    private void addConstant(String name, Tensor tensor) {
      types.put(name, new TensorType(tensor.dataType(), tensor.shape()));
      constants.put(name, tensor);
    }

    void infer(Node node) {
      Optional<OperatorDefinition> definition = operators.find(node);
      if (definition.isEmpty()) {
        problems.add(Operators.unsupported(node));
      } else if (node.inputs().stream().allMatch(i -> i.isEmpty() || types.containsKey(i))) {
        try {
          infer(node, definition.get());
        } catch (ProblemException e) {
          problems.addAll(e.problems());
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
          // Too few inputs or axes and sizes beyond 64 bits are faults of the model, too.
          problems.add(new Problem(Operators.place(node), String.valueOf(e.getMessage())));
        }
      }
    }

    private void infer(Node node, OperatorDefinition definition) {
      KnownInputs known = KnownInputs.of(graph, node, types, constants);
      List<TensorType> outputs = definition.infer(node, known);
      if (outputs.size() < node.outputs().size()) {
        throw new IllegalArgumentException(
            "%d outputs of %d are known".formatted(outputs.size(), node.outputs().size()));
      }
      long elements = 0;
      for (TensorType output : outputs) {
        elements += elements(output);
      }
      Optional<List<Tensor>> folded =
          elements <= Math.min(LARGEST_FOLDED, MOST_FOLDED - this.folded)
              ? ConstantFolding.fold(node, known, outputs)
              : Optional.empty();
      this.folded += folded.isPresent() ? elements : 0;
      for (int i = 0; i < node.outputs().size(); i++) {
        String name = node.outputs().get(i);
        if (!name.isEmpty()) {
          types.put(name, outputs.get(i));
          int index = i;
          folded.filter(f -> index < f.size()).ifPresent(f -> constants.put(name, f.get(index)));
        }
      }
    }

    /**
     * Elements of a value.
     *
     * @throws IllegalArgumentException if it is larger than any that a network computes
     */
    private static long elements(TensorType type) {
      Shape shape = type.shape();
      if (shape.rank() > LARGEST_RANK) {
        throw new IllegalArgumentException(
            "a value with %d axes; up to %d are allowed".formatted(shape.rank(), LARGEST_RANK));
      }
      long elements;
      try {
        elements = shape.elements();
      } catch (ArithmeticException e) {
        elements = Long.MAX_VALUE;
      }
      boolean tooLong = LongStream.of(shape.sizes()).anyMatch(size -> size > LARGEST_VALUE);
      if (tooLong || elements > LARGEST_VALUE) {
        throw new IllegalArgumentException(
            "a value of shape %s; up to %d elements are allowed".formatted(shape, LARGEST_VALUE));
      }
      return elements;
    }
  }
}
