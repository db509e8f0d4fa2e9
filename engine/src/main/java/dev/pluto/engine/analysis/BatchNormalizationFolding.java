package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Merges batch normalizations into the convolutions and Gemm nodes before them: y = s·(W∗x + b − μ)
 * + β with s = γ/√(σ² + ε) is W' = s·W along the output channels and b' = s·(b − μ) + β.
 */
public final class BatchNormalizationFolding {
  private static final int MOST_ROUNDS = 16;

  private final Graph graph;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Tensor> added = new LinkedHashMap<>();
  private final Map<String, Quantization> quantizations = new LinkedHashMap<>();
  private final Map<String, Factors> factors = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();

  /**
   * What a weight was multiplied with.
   *
   * @param axis of the weight
   * @param values by index along the axis
   */
  public record Factors(int axis, List<Double> values) {
    /** Copies the list. */
    public Factors {
      values = List.copyOf(values);
    }
  }

  /**
   * A graph after merging.
   *
   * @param factors by weight; without those of grouped transposed convolutions, which no axis has
   */
  public record Merged(Graph graph, Map<String, Factors> factors) {
    /** Copies the map. */
    public Merged {
      factors = Map.copyOf(factors);
    }
  }

  private BatchNormalizationFolding(Graph graph) {
    this.graph = graph;
    names.addAll(graph.initializers().keySet());
    for (Node node : graph.nodes()) {
      nodes.put(node.name(), node);
      names.addAll(node.outputs());
    }
    graph.inputs().forEach(i -> names.add(i.name()));
  }

  /**
   * The graph without the normalizations that can be merged: those in inference form whose input
   * comes from a node with constant weights that nothing else uses. Where weights or the value
   * between both are quantized with known scales, merging would change results, so they stay.
   */
  public static Graph fold(Graph graph) {
    Graph unfolded = graph;
    Graph folded = merge(graph).graph();
    // One normalization may stand behind another, and some more in made-up files.
    for (int i = 1; i < MOST_ROUNDS && folded.nodes().size() < unfolded.nodes().size(); i++) {
      unfolded = folded;
      folded = merge(folded).graph();
    }
    return folded;
  }

  /** Merges the normalizations that stand right behind a node with weights. */
  public static Merged merge(Graph graph) {
    BatchNormalizationFolding folding = new BatchNormalizationFolding(graph);
    graph.nodes().forEach(folding::tryFold);
    Graph.Builder builder = graph.toBuilder().nodes(folding.nodes.values());
    folding.added.forEach(builder::initializer);
    folding.quantizations.forEach(builder::quantization);
    return new Merged(DeadCode.remove(builder.build()), folding.factors);
  }

  private void tryFold(Node node) {
    if (!node.domain().isEmpty()
        || !node.opType().equals("BatchNormalization")
        || node.intAttribute("training_mode", 0) != 0
        || node.input(0).isEmpty()
        || node.output().isEmpty()
        || node.outputs().stream().skip(1).anyMatch(o -> !o.isEmpty())) {
      return;
    }
    String input = node.inputs().get(0);
    Optional<Node> producer = graph.producer(input).map(p -> nodes.get(p.name()));
    boolean alone =
        graph.consumers(input).size() == 1
            && !graph.isOutput(input)
            && graph.quantization(input).isEmpty();
    if (alone && producer.isPresent()) {
      Scaling.of(graph, node).ifPresent(scaling -> merge(producer.get(), node, scaling));
    }
  }

  private void merge(Node linear, Node normalization, Scaling scaling) {
    Optional<String> weightName = linear.input(1).filter(this::isFree);
    Optional<Tensor> weight = weightName.flatMap(graph::initializer);
    Optional<WeightLayout> layout = WeightLayout.of(linear);
    if (weight.isEmpty() || layout.isEmpty() || weight.get().dataType() != DataType.FLOAT) {
      return;
    }
    int channels = scaling.channels();
    Optional<Tensor> bias = linear.input(2).flatMap(graph::initializer);
    boolean plainBias =
        linear.input(2).isEmpty()
            || bias.filter(b -> b.dataType() == DataType.FLOAT && b.shape().rank() <= 2)
                .filter(b -> b.shape().elements() == channels)
                .filter(b -> b.shape().size(-1) == channels)
                .isPresent();
    if (!plainBias || layout.get().channels(weight.get().shape()) != channels) {
      return;
    }
    String newWeight = add(weightName.get(), scaling.weight(weight.get(), layout.get()));
    float beta = linear.floatAttribute("beta", 1);
    if (layout.get().groups() == 1) {
      scaling.scale().ifPresent(s -> factors.put(newWeight, factors(layout.get().axis(), s)));
    }
    String shift = normalization.inputs().get(2);
    String newBias = add(linear.input(2).orElse(shift), scaling.bias(bias, beta));
    Node merged =
        linear
            .withInputs(List.of(linear.inputs().get(0), newWeight, newBias))
            .withOutputs(normalization.outputs().subList(0, 1));
    nodes.put(
        linear.name(),
        beta == 1 ? merged : merged.withAttribute("beta", new Attribute.FloatValue(1)));
    nodes.remove(normalization.name());
  }

  private static Factors factors(int axis, double[] scale) {
    return new Factors(axis, Arrays.stream(scale).boxed().toList());
  }

  /** Whether the weight has no scales that were made for it as it is. */
  private boolean isFree(String weight) {
    return graph.quantization(weight).flatMap(q -> q.scale()).isEmpty();
  }

  /** Adds a constant under its old name where nothing else uses that, else under one of its own. */
  private String add(String wish, Tensor tensor) {
    boolean replaces = graph.initializer(wish).isPresent() && graph.consumers(wish).size() == 1;
    String name = replaces ? wish : unusedName(wish);
    added.put(name, tensor);
    graph.quantization(wish).ifPresent(q -> quantizations.put(name, q));
    return name;
  }

  private String unusedName(String wish) {
    String name = wish;
    while (!names.add(name)) {
      name += "_";
    }
    return name;
  }
}
