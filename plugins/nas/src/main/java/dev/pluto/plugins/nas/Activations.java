package dev.pluto.plugins.nas;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Node;
import java.util.List;
import java.util.Map;

/** Activations for which there is a cheaper one of nearly the same shape. */
final class Activations {
  private static final String RELU = "Relu";
  private static final String HARD_SIGMOID = "HardSigmoid";

  private static final Map<String, String> CHEAPER =
      Map.ofEntries(
          Map.entry("Celu", RELU),
          Map.entry("Elu", RELU),
          Map.entry("Gelu", RELU),
          Map.entry("HardSwish", RELU),
          Map.entry("Mish", RELU),
          Map.entry("Selu", RELU),
          Map.entry("Softplus", RELU),
          Map.entry("Sigmoid", HARD_SIGMOID));

  /** The line that meets the sigmoid at 0 and reaches 0 and 1 where that is all but there. */
  private static final Map<String, Attribute> SIGMOID_LINE =
      Map.of("alpha", new Attribute.FloatValue(1 / 6f), "beta", new Attribute.FloatValue(0.5f));

  private Activations() {}

  /** The cheaper activation, if there is one. */
  static List<Candidate> of(Node node) {
    String cheaper = CHEAPER.get(node.opType());
    if (cheaper == null || !node.domain().isEmpty()) {
      return List.of();
    }
    String input = node.inputs().get(0);
    return List.of(
        new Candidate(
            cheaper,
            1,
            new Branch(node.name() + ".activation", input)
                .node(
                    "cheaper",
                    cheaper,
                    List.of(input),
                    cheaper.equals(HARD_SIGMOID) ? SIGMOID_LINE : Map.of())
                .alternative()));
  }
}
