package dev.pluto.plugins.quantization;

import dev.pluto.spi.graph.Choice;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the values that must be integers for weighted nodes to run as integer kernels: a node's
 * data input and its output, and the values from which the input is made, as far as operators
 * compute in integers themselves, so that no conversion is left on the way.
 */
final class IntegerValues {
  /** Operators that move or select numbers: what comes out has the scale of what went in. */
  private static final Set<String> KEEP_SCALE =
      Set.of(
          "Flatten",
          "Reshape",
          "Squeeze",
          "Unsqueeze",
          "Transpose",
          "MaxPool",
          "DepthToSpace",
          "SpaceToDepth",
          "Slice",
          "Split",
          "Gather",
          "Expand",
          "Tile",
          "Identity");

  /** Operators that compute in integers and give the result a scale of its own. */
  private static final Set<String> RESCALE = Set.of("AveragePool", "GlobalAveragePool", "Concat");

  /** Operators that are part of the kernel in front of them. */
  private static final Set<String> FUSED_ACTIVATIONS = Set.of("Relu", "Clip");

  private final Graph graph;
  private final Map<String, String> scaleSources = new LinkedHashMap<>();

  IntegerValues(Graph graph) {
    this.graph = graph;
  }

  /** Adds what an integer kernel of this node needs. */
  void require(Node node) {
    requireInput(node.inputs().get(0));
    requireInput(kernelOutput(node.output()));
  }

  /** The values found, each with the value whose scale it has. */
  Map<String, String> scaleSources() {
    return scaleSources;
  }

  private String kernelOutput(String value) {
    List<Node> users = graph.consumers(value);
    boolean single = users.size() == 1 && !graph.isOutput(value);
    if (single && Choice.is(users.get(0))) {
      // What a branch computes is the value of the choice.
      return kernelOutput(users.get(0).output());
    }
    boolean fused =
        single
            && FUSED_ACTIVATIONS.contains(users.get(0).opType())
            && users.get(0).inputs().get(0).equals(value);
    return fused ? users.get(0).output() : value;
  }

  /**
   * Adds a value and what is in front of it; results of the model and constants stay as they are.
   */
  private void requireInput(String value) {
    if (graph.isOutput(value)
        || graph.initializer(value).isPresent()
        || scaleSources.containsKey(value)) {
      return;
    }
    Optional<Node> producer = graph.producer(value);
    String type = producer.map(Node::opType).orElse("");
    if (producer.filter(this::keepsScale).isPresent()) {
      String input = producer.orElseThrow().inputs().get(0);
      requireInput(input);
      scaleSources.put(value, scaleSources.getOrDefault(input, value));
      return;
    }
    if (producer.filter(Choice::is).isPresent()) {
      // A branch that others read, too, may take the place of the choice's value.
      producer.get().inputs().stream()
          .filter(branch -> graph.consumers(branch).size() > 1 || graph.producer(branch).isEmpty())
          .forEach(this::requireInput);
    }
    scaleSources.put(value, value);
    if (RESCALE.contains(type)) {
      producer.orElseThrow().inputs().forEach(this::requireInput);
    }
  }

  /**
   * Whether a node's results are numbers of its input. Zero is a number of every scale, so that
   * padding with zeros is no exception.
   */
  private boolean keepsScale(Node node) {
    return switch (node.opType()) {
      case "Resize", "Upsample" ->
          node.textAttribute("mode", "nearest").equals("nearest")
              && node.floatAttribute("extrapolation_value", 0) == 0;
      case "Pad" ->
          node.floatAttribute("value", 0) == 0
              && node.input(2).map(value -> isZero(value)).orElse(true);
      default -> KEEP_SCALE.contains(node.opType());
    };
  }

  private boolean isZero(String value) {
    return graph
        .initializer(value)
        .filter(tensor -> tensor.hasData() && tensor.floats()[0] == 0)
        .isPresent();
  }
}
