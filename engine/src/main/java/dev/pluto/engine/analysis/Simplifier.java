package dev.pluto.engine.analysis;

import dev.pluto.engine.analysis.folding.ConstantFolding;
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
 * inputs are all constant, and whatever no output needs. Names of graph inputs and outputs stay.
 */
public final class Simplifier {
  /** Folding may enlarge the file by no more than this. */
  private static final long LARGEST_GROWTH = 1 << 20;

  private final Operators operators;

  /** Simplifies graphs of these operators; nodes with other operators stay as they are. */
  public Simplifier(Operators operators) {
    this.operators = operators;
  }

  /** The simplified graph; computes the same. */
  public Graph simplify(Graph graph) {
    return DeadCode.remove(new Walk(graph).result());
  }

  /** One walk along the nodes. */
  private final class Walk {
    private final Graph graph;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, TensorType> types = new HashMap<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final Map<String, String> renamed = new HashMap<>();

    Walk(Graph graph) {
      this.graph = graph;
      graph.initializers().forEach(this::addConstant);
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
              && !graph.isOutput(from)
              && graph.quantization(from).isEmpty()
              && !isCaptured(from);
      if (movable) {
        renamed.replaceAll((user, target) -> target.equals(from) ? to : target);
        renamed.put(from, to);
        nodes.replaceAll(n -> rename(n, from, to));
      }
      return movable;
    }

    /** Whether a subgraph, which can't be changed, names the value. */
    private boolean isCaptured(String value) {
      return graph.consumers(value).stream().anyMatch(n -> n.captures().contains(value));
    }

    private static Node rename(Node node, String from, String to) {
      return node.withInputs(node.inputs().stream().map(i -> i.equals(from) ? to : i).toList())
          .withOutputs(node.outputs().stream().map(o -> o.equals(from) ? to : o).toList());
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
      } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
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
      long growth = outputs.stream().mapToLong(Walk::bytes).sum();
      for (String input : node.inputs()) {
        TensorType type = types.get(input);
        growth -= type == null ? 0 : bytes(type);
      }
      return growth <= LARGEST_GROWTH && outputs.size() >= node.outputs().size()
          ? ConstantFolding.fold(node, known, outputs)
          : Optional.empty();
    }

    private static long bytes(TensorType type) {
      return type.dataType().bytes(type.shape().elements());
    }

    Graph result() {
      Graph.Builder builder = graph.toBuilder().nodes(nodes);
      constants.forEach(builder::initializer);
      return builder.build();
    }
  }
}
