package dev.pluto.engine.onnx;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rewrites a graph for a newer version of ONNX's operators, version by version, after {@link
 * UpgradeRules}. An operator without a rule is an obstacle: what changed in it is not known.
 */
final class OpsetUpgrade implements UpgradeContext {
  /** The oldest version that is raised; broadcasting was another before. */
  private static final long OLDEST = 7;

  private final Graph graph;
  private final UniqueNames names;
  private final Map<String, Tensor> added = new LinkedHashMap<>();
  private final List<Problem> obstacles = new ArrayList<>();

  private OpsetUpgrade(Graph graph) {
    this.graph = graph;
    names = new UniqueNames(graph);
  }

  /**
   * The same computation in operator set {@code target}; the graph itself if it is as new already.
   *
   * @throws ProblemException of kind MODEL naming the nodes that do not allow it
   */
  static Graph raise(Graph graph, long target) {
    if (version(graph) >= target) {
      return graph;
    }
    OpsetUpgrade upgrade = new OpsetUpgrade(graph);
    List<Node> nodes = upgrade.run(target);
    if (!upgrade.obstacles.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.MODEL, upgrade.obstacles);
    }
    Graph.Builder builder = graph.toBuilder().nodes(nodes).opset("", target);
    upgrade.added.forEach(builder::initializer);
    return builder.build();
  }

  /** Why a graph cannot be raised to an operator set; empty if it can, or is as new already. */
  static List<Problem> obstacles(Graph graph, long target) {
    if (version(graph) >= target) {
      return List.of();
    }
    OpsetUpgrade upgrade = new OpsetUpgrade(graph);
    upgrade.run(target);
    return upgrade.obstacles;
  }

  private static long version(Graph graph) {
    return graph.opsets().getOrDefault("", 1L);
  }

  private List<Node> run(long target) {
    if (version(graph) < OLDEST) {
      obstacles.add(
          new Problem(
              "model " + graph.name(),
              "operator set %d cannot be raised to %d".formatted(version(graph), target),
              OLDEST + " and newer"));
      return List.of();
    }
    List<Node> nodes = graph.nodes();
    nodes.stream()
        .filter(n -> n.domain().isEmpty() && !UpgradeRules.isKnown(n.opType()))
        .forEach(n -> refuse(n, "there is no rule to raise it to operator set " + target));
    for (long version = version(graph) + 1; version <= target; version++) {
      List<Node> raised = new ArrayList<>();
      for (Node node : nodes) {
        Optional<UpgradeRule> rule =
            node.domain().isEmpty() ? UpgradeRules.find(node.opType(), version) : Optional.empty();
        raised.addAll(rule.isPresent() ? rule.get().rewrite(node, this) : List.of(node));
      }
      nodes = raised;
    }
    return nodes;
  }

  @Override
  public Optional<Tensor> find(String constant) {
    return Optional.ofNullable(added.get(constant)).or(() -> graph.initializer(constant));
  }

  @Override
  public Optional<Node> producer(String value) {
    return graph.producer(value);
  }

  @Override
  public boolean isUsed(String value) {
    return !graph.consumers(value).isEmpty() || graph.isOutput(value);
  }

  @Override
  public String constant(String wish, Tensor value) {
    String name = names.tensor(wish);
    added.put(name, value);
    return name;
  }

  @Override
  public String value(String wish) {
    return names.tensor(wish);
  }

  @Override
  public String node(String wish) {
    return names.node(wish);
  }

  @Override
  public List<Node> refuse(Node node, String why) {
    obstacles.add(new Problem("node " + node, why));
    return List.of(node);
  }

  @Override
  public boolean isSinglePrecision() {
    return graph.initializers().values().stream().noneMatch(t -> isOtherFloat(t.dataType()))
        && graph.inputs().stream().noneMatch(i -> isOtherFloat(i.dataType()));
  }

  private static boolean isOtherFloat(DataType type) {
    return type.isFloat() && type != DataType.FLOAT;
  }
}
