package dev.pluto.engine.analysis;

import dev.pluto.engine.analysis.folding.ConstantFolding;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.OperatorDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Removes what has no effect on the outputs of a trained model: Identity, Dropout, nodes whose
 * inputs are all constant, initial states of zeros, and whatever no output needs. Names of graph
 * inputs and outputs stay.
 */
public final class Simplifier {
  /** Folding may enlarge the file by no more than this. */
  private static final long LARGEST_GROWTH = 1 << 20;

  /** Elements that folding may compute in any model, beside some for every element it has. */
  private static final long LEAST_WORK = 1 << 24;

  private static final long WORK_PER_ELEMENT = 8;

  private static final long LARGEST_TOTAL_GROWTH = 64 << 20;

  private final Operators operators;

  /** Simplifies graphs of these operators; nodes with other operators stay as they are. */
  public Simplifier(Operators operators) {
    this.operators = operators;
  }

  /** The simplified graph; computes the same. */
  public Graph simplify(Graph graph) {
    return DeadCode.remove(ZeroStates.leaveOut(new Walk(graph).result()));
  }

  /** One walk along the nodes. */
  private final class Walk {
    private final Graph graph;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, TensorType> types = new HashMap<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final Map<String, String> renamed = new HashMap<>();
    private final Map<String, String> outputNames = new HashMap<>();

    /** Elements that may still be computed: a small file must not make much work. */
    private long work = LEAST_WORK;

    /** Bytes by which the constants may still grow, all nodes together. */
    private long room = LARGEST_TOTAL_GROWTH;

    Walk(Graph graph) {
      this.graph = graph;
      graph.initializers().forEach(this::addConstant);
      graph
          .initializers()
          .values()
          .forEach(t -> work = Math.addExact(work, WORK_PER_ELEMENT * t.shape().elements()));
      graph.nodes().forEach(this::take);
    }

    private void addConstant(String name, Tensor tensor) {
      constants.put(name, tensor);
      types.put(name, new TensorType(tensor.dataType(), tensor.shape()));
    }

    private void take(Node original) {
      Node node =
          original.withInputs(
              original.inputs().stream().map(i -> renamed.getOrDefault(i, i)).toList());
      if (hasNoEffect(node) && bypass(node)) {
        return;
      }
      Optional<List<Tensor>> folded = fold(node);
      if (folded.isPresent()) {
        for (int i = 0; i < node.outputs().size(); i++) {
          if (!node.outputs().get(i).isEmpty()) {
            addConstant(node.outputs().get(i), folded.get().get(i));
          }
        }
      } else {
        nodes.add(node);
      }
    }

    private boolean hasNoEffect(Node node) {
      return node.domain().isEmpty()
          && node.input(0).isPresent()
          && !node.output().isEmpty()
          && (node.opType().equals("Identity")
              || (node.opType().equals("Dropout") && isInference(node)));
    }

    private boolean isInference(Node dropout) {
      boolean maskUsed =
          dropout.outputs().size() > 1
              && !dropout.outputs().get(1).isEmpty()
              && (graph.isOutput(dropout.outputs().get(1))
                  || !graph.consumers(dropout.outputs().get(1)).isEmpty());
      return !maskUsed
          && dropout
              .input(2)
              .map(mode -> isFalse(Optional.ofNullable(constants.get(mode))))
              .orElse(true);
    }

    private static boolean isFalse(Optional<Tensor> mode) {
      return mode.filter(t -> t.dataType() == DataType.BOOL && t.hasData())
          .filter(t -> t.shape().elements() == 1)
          .filter(t -> t.longs()[0] == 0)
          .isPresent();
    }

    /** Lets the users of the output read the input, where no name or precision is lost by that. */
    private boolean bypass(Node node) {
      String from = node.inputs().get(0);
      String to = node.output();
      if (graph.quantization(to).isPresent() || isCaptured(to)) {
        return false;
      }
      if (!graph.isOutput(to)) {
        renamed.put(to, from);
        return true;
      }
      boolean movable =
          graph.producer(from).isPresent()
              && !constants.containsKey(from)
              && !outputNames.containsKey(from)
              && !graph.isOutput(from)
              && graph.quantization(from).isEmpty()
              && !isCaptured(from);
      if (movable) {
        outputNames.put(from, to);
      }
      return movable;
    }

    /** Whether a subgraph, which can't be changed, names the value. */
    private boolean isCaptured(String value) {
      return graph.consumers(value).stream().anyMatch(n -> n.captures().contains(value));
    }

    /** Values that took over the name of an output get it everywhere. */
    private Node named(Node node) {
      return node.withInputs(named(node.inputs())).withOutputs(named(node.outputs()));
    }

    private List<String> named(List<String> values) {
      return values.stream().map(v -> outputNames.getOrDefault(v, v)).toList();
    }

    private Optional<List<Tensor>> fold(Node node) {
      boolean foldable =
          node.inputs().stream().allMatch(i -> i.isEmpty() || hasElements(i))
              && node.outputs().stream().noneMatch(graph::isOutput);
      if (!foldable) {
        return Optional.empty();
      }
      try {
        return operators.find(node).flatMap(definition -> fold(node, definition));
      } catch (ProblemException
          | IllegalArgumentException
          | IndexOutOfBoundsException
          | ArithmeticException e) {
        // A node that does not fit its inputs stays, so that shape inference reports it with
        // others.
        return Optional.empty();
      }
    }

    private boolean hasElements(String tensor) {
      Tensor constant = constants.get(tensor);
      return constant != null && constant.hasData();
    }

    private Optional<List<Tensor>> fold(Node node, OperatorDefinition definition) {
      KnownInputs known = KnownInputs.of(graph, node, types, constants);
      List<TensorType> outputs = definition.infer(node, known);
      long growth = 0;
      long elements = 0;
      for (TensorType output : outputs) {
        growth = Math.addExact(growth, bytes(output));
        elements = Math.addExact(elements, output.shape().elements());
      }
      for (String input : node.inputs()) {
        TensorType type = types.get(input);
        growth -= type == null ? 0 : bytes(type);
      }
      boolean affordable =
          growth <= Math.min(LARGEST_GROWTH, room)
              && elements <= work
              && outputs.size() >= node.outputs().size();
      if (!affordable) {
        return Optional.empty();
      }
      work -= elements;
      room -= Math.max(0, growth);
      return ConstantFolding.fold(node, known, outputs);
    }

    private static long bytes(TensorType type) {
      return type.dataType().bytes(type.shape().elements());
    }

    Graph result() {
      Graph.Builder builder = graph.toBuilder().nodes(nodes.stream().map(this::named).toList());
      constants.forEach(builder::initializer);
      return builder.build();
    }
  }
}
