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
  private static final Set<String> WEIGHTED = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");
  private static final int WEIGHT_INPUT = 1;

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
      String weight = node.input(WEIGHT_INPUT).orElse("");
      Optional<String> obstacle = obstacle(graph, weight);
      if (obstacle.isPresent()) {
        refusals.add(new Refusal(node.name(), obstacle.get()));
      } else if (!sites.containsKey(weight)) {
        sites.put(weight, site(graph, weight));
      }
    }
    return new WeightSites(List.copyOf(sites.values()), refusals);
  }

  private static Optional<String> obstacle(Graph graph, String weight) {
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
          || user.inputs().indexOf(weight) != WEIGHT_INPUT
          || user.inputs().lastIndexOf(weight) != WEIGHT_INPUT
          || channelAxis(graph, user, weight) != channelAxis(graph, first, weight)) {
        return Optional.of("its weight is used by " + user + " in another way, too");
      }
    }
    return Optional.empty();
  }

  private static WeightSite site(Graph graph, String weight) {
    List<Node> users = graph.consumers(weight);
    Node first = users.get(0);
    IntegerValues values = new IntegerValues(graph);
    users.forEach(values::require);
    return new WeightSite(
        first.name(),
        first.opType(),
        weight,
        channelAxis(graph, first, weight),
        values.scaleSources());
  }

  /** The axis of the weight along which every output channel has its own step size. */
  private static int channelAxis(Graph graph, Node node, String weight) {
    return switch (node.opType()) {
      case "Conv" -> 0;
      case "ConvTranspose" -> 1;
      case "Gemm" -> node.intAttribute("transB", 0) == 1 ? 0 : 1;
      default -> graph.initializer(weight).map(t -> t.shape().rank() - 1).orElse(0);
    };
  }
}
