package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives convolutions a batch normalization again, as they had it before it was folded into them:
 * networks that were designed with it train badly without. With γ = √(σ² + ε) and β = μ, where μ
 * and σ² are measured, it changes nothing at first; {@link BatchNormalizationFolding} takes it
 * away.
 */
public final class Renormalization {
  private static final float EPSILON = 1e-5f;
  private static final String RAW = ".unnormalized";
  private static final int CHANNELS = 1;
  private static final Set<String> OTHER_NORMALIZATIONS =
      Set.of(
          "BatchNormalization",
          "InstanceNormalization",
          "GroupNormalization",
          "LayerNormalization",
          "LpNormalization",
          "LRN");

  /**
   * Statistics of a value.
   *
   * @param mean by channel
   * @param variance by channel
   */
  public record Moments(List<Double> mean, List<Double> variance) {
    /** Copies the lists. */
    public Moments {
      mean = List.copyOf(mean);
      variance = List.copyOf(variance);
    }
  }

  private Renormalization() {}

  /**
   * The convolutions, by node name, that may be given a normalization: with a bias, more than one
   * position per channel and something behind them that is no other normalization.
   *
   * @param types of the graph
   */
  public static Set<String> sites(Graph graph, Types types) {
    return graph.nodes().stream()
        .filter(n -> isPossible(graph, n) && hasPositions(n, types))
        .map(Node::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The nodes, by name, into which a normalization was folded.
   *
   * @param given before folding
   * @param folded after it
   */
  public static Set<String> folded(Graph given, Graph folded) {
    Map<String, String> before =
        given.nodes().stream().collect(Collectors.toMap(Node::name, Node::output));
    return folded.nodes().stream()
        .filter(n -> before.containsKey(n.name()) && !n.output().equals(before.get(n.name())))
        .map(Node::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isPossible(Graph graph, Node node) {
    return node.domain().isEmpty()
        && node.opType().equals("Conv")
        && node.inputs().size() == 3
        && isOwnConstant(graph, node.inputs().get(1))
        && isOwnConstant(graph, node.inputs().get(2))
        && !graph.isOutput(node.output())
        && graph.consumers(node.output()).stream()
            .noneMatch(c -> OTHER_NORMALIZATIONS.contains(c.opType()));
  }

  private static boolean isOwnConstant(Graph graph, String name) {
    return graph.consumers(name).size() == 1
        && graph.quantization(name).isEmpty()
        && graph.initializer(name).filter(t -> t.dataType() == DataType.FLOAT).isPresent();
  }

  private static boolean hasPositions(Node node, Types types) {
    Shape shape = types.of(node.output()).shape();
    long positions = 1;
    for (int axis = CHANNELS + 1; axis < shape.rank(); axis++) {
      positions *= shape.size(axis);
    }
    return positions > 1;
  }

  /**
   * The values of which statistics are needed, by node name.
   *
   * @param sites node names; those that the graph has in another form are left out
   */
  public static Map<String, String> values(Graph graph, Collection<String> sites) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (sites.contains(node.name()) && isPossible(graph, node)) {
        values.put(node.name(), node.output());
      }
    }
    return values;
  }

  /**
   * The graph with normalizations.
   *
   * @param moments statistics of the values of {@link #values}, by node name
   */
  public static Graph insert(Graph graph, Map<String, Moments> moments) {
    Graph.Builder builder = graph.toBuilder();
    String ending = unusedEnding(graph);
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Optional<Moments> measured = Optional.ofNullable(moments.get(node.name()));
      if (measured.isEmpty()) {
        nodes.add(node);
      } else {
        nodes.addAll(normalized(graph, node, measured.get(), ending, builder));
      }
    }
    return builder.nodes(nodes).build();
  }

  /** What no name of the graph contains, so that names with it are new. */
  private static String unusedEnding(Graph graph) {
    List<String> names = new ArrayList<>(graph.initializers().keySet());
    for (Node node : graph.nodes()) {
      names.add(node.name());
      names.addAll(node.outputs());
    }
    return Stream.iterate(RAW, ending -> ending + "_")
        .filter(ending -> names.stream().noneMatch(name -> name.contains(ending)))
        .findFirst()
        .orElseThrow();
  }

  /** The convolution without its bias, whose name the shift of the normalization takes over. */
  private static List<Node> normalized(
      Graph graph, Node node, Moments moments, String ending, Graph.Builder builder) {
    String raw = node.output() + ending;
    String bias = node.inputs().get(2);
    float[] before = graph.initializer(bias).orElseThrow().floats();
    int channels = moments.mean().size();
    float[] scale = new float[channels];
    float[] shift = new float[channels];
    float[] mean = new float[channels];
    float[] variance = new float[channels];
    for (int c = 0; c < channels; c++) {
      variance[c] = moments.variance().get(c).floatValue();
      scale[c] = (float) Math.sqrt(variance[c] + EPSILON);
      shift[c] = moments.mean().get(c).floatValue();
      mean[c] = (float) (moments.mean().get(c) - before[c]);
    }
    Shape shape = Shape.of(channels);
    builder.initializer(raw + ".scale", Tensor.ofFloats(shape, scale));
    builder.initializer(bias, Tensor.ofFloats(shape, shift));
    builder.initializer(raw + ".mean", Tensor.ofFloats(shape, mean));
    builder.initializer(raw + ".variance", Tensor.ofFloats(shape, variance));
    Node convolution = node.withInputs(node.inputs().subList(0, 2)).withOutputs(List.of(raw));
    Node normalization =
        new Node(
            node.name() + ending,
            "",
            "BatchNormalization",
            List.of(raw, raw + ".scale", bias, raw + ".mean", raw + ".variance"),
            List.of(node.output()),
            Map.of());
    return List.of(convolution, normalization);
  }
}
