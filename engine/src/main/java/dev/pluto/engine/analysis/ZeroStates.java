package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Leaves out initial states of recurrent layers that are zero whatever the input is: a layer
 * without initial state begins with zeros. Exporters make such states from the shape of the input,
 * which fixes the batch or the hidden size, and which every inference would compute.
 */
final class ZeroStates {
  private static final Set<String> LAYERS = Set.of("RNN", "GRU", "LSTM");
  private static final int INITIAL_H = 5;
  private static final int INITIAL_C = 6;

  /** Operators whose first output holds nothing but elements of the first input. */
  private static final Set<String> REARRANGING =
      Set.of(
          "Identity",
          "Slice",
          "Gather",
          "Unsqueeze",
          "Squeeze",
          "Reshape",
          "Flatten",
          "Transpose",
          "Expand",
          "Tile",
          "Split",
          "Cast");

  /** Nodes that are looked through; a state that exporters compute takes about five. */
  private static final int DEPTH = 12;

  private ZeroStates() {}

  /** The graph in which layers name no initial state that is zero. */
  static Graph leaveOut(Graph graph) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean layer = node.domain().isEmpty() && LAYERS.contains(node.opType());
      nodes.add(layer ? withoutZeros(graph, node) : node);
    }
    return nodes.equals(graph.nodes()) ? graph : graph.toBuilder().nodes(nodes).build();
  }

  private static Node withoutZeros(Graph graph, Node layer) {
    List<String> inputs = new ArrayList<>(layer.inputs());
    for (int state = INITIAL_H; state <= INITIAL_C; state++) {
      if (layer.input(state).filter(value -> isZero(graph, value, DEPTH)).isPresent()) {
        inputs.set(state, "");
      }
    }
    while (!inputs.isEmpty() && inputs.get(inputs.size() - 1).isEmpty()) {
      inputs.remove(inputs.size() - 1);
    }
    return inputs.equals(layer.inputs()) ? layer : layer.withInputs(inputs);
  }

  private static boolean isZero(Graph graph, String value, int depth) {
    if (depth == 0 || graph.quantization(value).isPresent()) {
      return false;
    }
    Optional<Tensor> constant = graph.initializer(value);
    if (constant.isPresent()) {
      return isZero(constant.get());
    }
    Optional<Node> producer = graph.producer(value).filter(node -> node.domain().isEmpty());
    if (producer.isEmpty()) {
      return false;
    }
    Node node = producer.get();
    if (node.opType().equals("ConstantOfShape")) {
      return !(node.attributes().get("value") instanceof Attribute.TensorValue filled)
          || isZero(filled.value());
    }
    if (node.opType().equals("Concat")) {
      return node.inputs().stream().allMatch(part -> isZero(graph, part, depth - 1));
    }
    return REARRANGING.contains(node.opType())
        && node.input(0).filter(source -> isZero(graph, source, depth - 1)).isPresent();
  }

  private static boolean isZero(Tensor tensor) {
    if (!tensor.hasData() || !tensor.dataType().isFloat()) {
      return false;
    }
    for (float element : tensor.floats()) {
      if (element != 0) {
        return false;
      }
    }
    return true;
  }
}
