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
import java.util.stream.Stream;

/** One pass over a graph, node by node, that finds types and small constants. */
final class InferenceRun {
  /** Values with more elements are data, not shape arithmetic. */
  private static final long LARGEST_FOLDED = 4096;

  /** Elements of all values that are computed on the way. */
  private static final long MOST_FOLDED = 1 << 22;

  /** Elements of one value: a gigabyte of floats. */
  private static final long LARGEST_VALUE = 1 << 28;

  private static final int LARGEST_RANK = 64;

  private final Graph graph;
  private final Operators operators;
  private final Map<String, TensorType> types = new LinkedHashMap<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final List<Problem> tooLarge = new ArrayList<>();
  private long folded;

  /**
   * Begins a pass.
   *
   * @throws IllegalArgumentException if an input has no shape
   */
  InferenceRun(Graph graph, Map<String, Shape> inputs, Operators operators) {
    this.graph = graph;
    this.operators = operators;
    graph.initializers().forEach(this::addConstant);
    for (ValueInfo input : graph.inputs()) {
      Shape shape = inputs.get(input.name());
      if (shape == null) {
        throw new IllegalArgumentException("no shape for input '" + input.name() + "'");
      }
      TensorType type = new TensorType(input.dataType(), shape);
      try {
        elements(type);
      } catch (IllegalArgumentException e) {
        tooLarge.add(new Problem("input '" + input.name() + "'", String.valueOf(e.getMessage())));
      }
      types.put(input.name(), type);
    }
  }

  /** What is wrong with inputs that are larger than any that a network has. */
  List<Problem> tooLargeInputs() {
    return List.copyOf(tooLarge);
  }

  private void addConstant(String name, Tensor tensor) {
    types.put(name, new TensorType(tensor.dataType(), tensor.shape()));
    constants.put(name, tensor);
  }

  /** Whether the types of all that a node reads are known. */
  boolean knowsInputsOf(Node node) {
    return Stream.concat(node.inputs().stream(), node.captures().stream())
        .allMatch(i -> i.isEmpty() || types.containsKey(i));
  }

  /**
   * Finds the types of a node's outputs.
   *
   * @return why they cannot be found; empty if they are known now
   */
  List<Problem> infer(Node node) {
    OperatorDefinition definition = operators.of(node);
    try {
      infer(node, definition);
      return List.of();
    } catch (ProblemException e) {
      return e.problems();
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      // Too few inputs or axes and sizes beyond 64 bits are faults of the model, too.
      return List.of(new Problem(Operators.place(node), String.valueOf(e.getMessage())));
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
    Optional<List<Tensor>> computed =
        elements <= Math.min(LARGEST_FOLDED, MOST_FOLDED - folded)
            ? ConstantFolding.fold(node, known, outputs)
            : Optional.empty();
    folded += computed.isPresent() ? elements : 0;
    for (int i = 0; i < node.outputs().size(); i++) {
      String name = node.outputs().get(i);
      if (!name.isEmpty()) {
        types.put(name, outputs.get(i));
        int index = i;
        computed.filter(f -> index < f.size()).ifPresent(f -> constants.put(name, f.get(index)));
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

  /**
   * Takes in a type that is known from elsewhere.
   *
   * @throws IllegalArgumentException if it is larger than any that a network computes
   */
  void add(String value, TensorType type) {
    elements(type);
    types.put(value, type);
  }

  /** The type of a value, if it is known. */
  Optional<TensorType> type(String value) {
    return Optional.ofNullable(types.get(value));
  }

  /** All that is known now. */
  Types types() {
    return new Types(types, constants);
  }
}
