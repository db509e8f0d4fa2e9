package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes apart the convolutions into which ONNX Runtime merged activations when it optimized a file
 * (FusedConv of its own domain): a Conv, the activation behind it, and in front of that the sum
 * with a further value where there is one. ONNX Runtime merges them again when it loads a file.
 */
public final class FusedConvolutions {
  private static final String DOMAIN = "com.microsoft";

  private FusedConvolutions() {}

  /** The graph without fused convolutions whose activation is known. */
  public static Graph split(Graph graph) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean fused = node.domain().equals(DOMAIN) && node.opType().equals("FusedConv");
      Optional<Map<String, Attribute>> activation = fused ? activation(node) : Optional.empty();
      if (activation.isPresent()) {
        split(node, activation.get(), nodes);
      } else {
        nodes.add(node);
      }
    }
    return graph.toBuilder().nodes(nodes).build();
  }

  private static void split(Node node, Map<String, Attribute> activation, List<Node> nodes) {
    Map<String, Attribute> attributes = new LinkedHashMap<>(node.attributes());
    attributes.remove("activation");
    attributes.remove("activation_params");
    int operands = Math.min(3, node.inputs().size());
    String value = node.output() + ".conv";
    nodes.add(
        new Node(
            node.name() + ".conv",
            "",
            "Conv",
            node.inputs().subList(0, operands),
            List.of(value),
            attributes));
    if (node.input(3).isPresent()) {
      String sum = node.output() + ".sum";
      List<String> summands = List.of(value, node.inputs().get(3));
      nodes.add(new Node(node.name() + ".sum", "", "Add", summands, List.of(sum), Map.of()));
      value = sum;
    }
    nodes.add(
        new Node(
            node.name(),
            "",
            node.textAttribute("activation", ""),
            List.of(value),
            node.outputs(),
            activation));
  }

  /** The attributes of the activation as a node of its own. */
  private static Optional<Map<String, Attribute>> activation(Node node) {
    List<Float> parameters =
        node.attributes().get("activation_params") instanceof Attribute.Floats given
            ? given.values()
            : List.of();
    return switch (node.textAttribute("activation", "")) {
      case "Relu", "Sigmoid", "Tanh" -> Optional.of(Map.of());
      case "LeakyRelu" ->
          parameters.size() == 1
              ? Optional.of(Map.of("alpha", new Attribute.FloatValue(parameters.get(0))))
              : Optional.empty();
      case "HardSigmoid" ->
          parameters.size() == 2
              ? Optional.of(
                  Map.of(
                      "alpha", new Attribute.FloatValue(parameters.get(0)),
                      "beta", new Attribute.FloatValue(parameters.get(1))))
              : Optional.empty();
      default -> Optional.empty();
    };
  }
}
