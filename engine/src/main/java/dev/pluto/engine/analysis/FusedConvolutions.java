package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Takes apart the convolutions into which ONNX Runtime merged activations when it optimized a file
 * (FusedConv of its own domain): a Conv, the activation behind it, and in front of that the sum
 * with a further value where there is one. ONNX Runtime merges them again when it loads a file.
 */
public final class FusedConvolutions {
  private static final String DOMAIN = "com.microsoft";

  /** The operator set in which the limits of a Clip became inputs. */
  private static final long CLIP_INPUTS = 11;

  private final Graph graph;
  private final Graph.Builder builder;
  private final List<Node> nodes = new ArrayList<>();

  private FusedConvolutions(Graph graph) {
    this.graph = graph;
    builder = graph.toBuilder();
  }

  /** The graph without fused convolutions whose activation is known. */
  public static Graph split(Graph graph) {
    FusedConvolutions split = new FusedConvolutions(graph);
    graph.nodes().forEach(split::take);
    return split.builder.nodes(split.nodes).build();
  }

  private void take(Node node) {
    boolean fused = node.domain().equals(DOMAIN) && node.opType().equals("FusedConv");
    Optional<UnaryOperator<Node>> activation = fused ? activation(node) : Optional.empty();
    if (activation.isEmpty()) {
      nodes.add(node);
      return;
    }
    Map<String, Attribute> attributes = new LinkedHashMap<>(node.attributes());
    attributes.remove("activation");
    attributes.remove("activation_params");
    int operands = Math.min(3, node.inputs().size());
    List<String> inputs = node.inputs().subList(0, operands);
    String value = node.output() + ".conv";
    nodes.add(new Node(node.name() + ".conv", "", "Conv", inputs, List.of(value), attributes));
    if (node.input(3).isPresent()) {
      String sum = node.output() + ".sum";
      List<String> summands = List.of(value, node.inputs().get(3));
      nodes.add(new Node(node.name() + ".sum", "", "Add", summands, List.of(sum), Map.of()));
      value = sum;
    }
    String type = node.textAttribute("activation", "");
    Node plain = new Node(node.name(), "", type, List.of(value), node.outputs(), Map.of());
    nodes.add(activation.get().apply(plain));
  }

  /** Gives an activation without parameters those of a fused node. */
  private Optional<UnaryOperator<Node>> activation(Node node) {
    List<Float> parameters =
        node.attributes().get("activation_params") instanceof Attribute.Floats given
            ? given.values()
            : List.of();
    String type = node.textAttribute("activation", "");
    return switch (type + parameters.size()) {
      case "Relu0", "Sigmoid0", "Tanh0" -> Optional.of(plain -> plain);
      case "LeakyRelu1" -> Optional.of(plain -> with(plain, parameters, "alpha"));
      case "HardSigmoid2" -> Optional.of(plain -> with(plain, parameters, "alpha", "beta"));
      case "Clip2" ->
          Optional.of(
              plain ->
                  graph.opsets().getOrDefault("", 1L) < CLIP_INPUTS
                      ? with(plain, parameters, "min", "max")
                      : withLimits(plain, parameters));
      default -> Optional.empty();
    };
  }

  private static Node with(Node plain, List<Float> parameters, String... names) {
    Node node = plain;
    for (int i = 0; i < names.length; i++) {
      node = node.withAttribute(names[i], new Attribute.FloatValue(parameters.get(i)));
    }
    return node;
  }

  private Node withLimits(Node plain, List<Float> limits) {
    List<String> inputs = new ArrayList<>(plain.inputs());
    for (int i = 0; i < limits.size(); i++) {
      String name = plain.output() + (i == 0 ? ".min" : ".max");
      builder.initializer(name, Tensor.ofFloats(Shape.of(), limits.get(i)));
      inputs.add(name);
    }
    return plain.withInputs(inputs);
  }
}
