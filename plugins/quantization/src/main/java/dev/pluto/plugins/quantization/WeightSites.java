package dev.pluto.plugins.quantization;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.search.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The weights of a graph whose precision can be chosen, and why the other layers' can't.
 *
 * @param sites one per weight; layers that share a weight share its precision
 * @param refusals layers without a weight that can be quantized
 */
record WeightSites(List<WeightSite> sites, List<Refusal> refusals) {
  private static final Set<String> WEIGHTED =
      Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "RNN", "GRU", "LSTM");

  private static final Set<String> RECURRENT = Set.of("RNN", "GRU", "LSTM");

  /** What the weights of a recurrent layer multiply with: the input and the state before. */
  private static final List<Integer> INPUT_AND_STATE = List.of(1, 2);

  WeightSites {
    sites = List.copyOf(sites);
    refusals = List.copyOf(refusals);
  }

  /** The weights of a graph, in execution order. */
  static WeightSites of(Graph graph) {
    Map<String, WeightSite> sites = new LinkedHashMap<>();
    List<Refusal> refusals = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!node.domain().isEmpty() || !WEIGHTED.contains(node.opType())) {
        continue;
      }
      for (int input : weightInputs(node)) {
        String weight = node.input(input).orElse("");
        Optional<String> obstacle = obstacle(graph, weight, input);
        if (obstacle.isPresent()) {
          refusals.add(new Refusal(name(node, input), obstacle.get()));
        } else if (!sites.containsKey(weight)) {
          sites.put(weight, site(graph, weight, input));
        }
      }
    }
    return new WeightSites(List.copyOf(sites.values()), refusals);
  }

  private static List<Integer> weightInputs(Node node) {
    return RECURRENT.contains(node.opType()) ? INPUT_AND_STATE : List.of(1);
  }

  /** The node's name; a second weight of it has a name of its own. */
  private static String name(Node node, int input) {
    return input == 1 ? node.name() : node.name() + ":recurrence";
  }

  private static Optional<String> obstacle(Graph graph, String weight, int input) {
    Optional<Tensor> tensor = graph.initializer(weight);
    if (tensor.isEmpty()) {
      return Optional.of("its weight is computed, not a constant");
    }
    if (tensor.get().dataType() != DataType.FLOAT || tensor.get().shape().rank() < 2) {
      return Optional.of("its weight is no float matrix or filter");
    }
    if (graph.quantization(weight).isPresent()) {
      return Optional.of("its weight is quantized in the given model");
    }
    List<Node> users = graph.consumers(weight);
    Node first = users.get(0);
    for (Node user : users) {
      if (!user.opType().equals(first.opType())
          || !WEIGHTED.contains(user.opType())
          || user.inputs().indexOf(weight) != input
          || user.inputs().lastIndexOf(weight) != input
          || channelAxis(graph, user, weight) != channelAxis(graph, first, weight)) {
        return Optional.of("its weight is used by " + user + " in another way, too");
      }
    }
    return Optional.empty();
  }

  private static WeightSite site(Graph graph, String weight, int input) {
    List<Node> users = graph.consumers(weight);
    Node first = users.get(0);
    IntegerValues values = new IntegerValues(graph);
    // Recurrent layers compute in floats, whatever their weights are stored as.
    users.stream().filter(u -> !RECURRENT.contains(u.opType())).forEach(values::require);
    return new WeightSite(
        name(first, input),
        first.opType(),
        weight,
        channelAxis(graph, first, weight),
        values.scaleSources());
  }

  /** The axis of the weight along which every output channel has its own step size. */
  private static int channelAxis(Graph graph, Node node, String weight) {
    return switch (node.opType()) {
      case "Conv" -> 0;
      case "ConvTranspose", "RNN", "GRU", "LSTM" -> 1;
      case "Gemm" -> node.intAttribute("transB", 0) == 1 ? 0 : 1;
      default -> graph.initializer(weight).map(t -> t.shape().rank() - 1).orElse(0);
    };
  }
}
