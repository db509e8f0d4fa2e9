package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Folds BatchNormalization, as it behaves in inference, into the Conv or Gemm in front of it: w' =
 * w · γ/√(σ²+ε) per output channel, b' = (b − μ) · γ/√(σ²+ε) + β.
 */
public final class BatchNormalizationFolding {
  private BatchNormalizationFolding() {}

  /** The graph without the BatchNormalization nodes that can be folded; the same function. */
  public static Graph fold(Graph graph) {
    Graph.Builder builder = graph.toBuilder();
    Set<String> folded = new HashSet<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Optional<Node> normalization = foldable(graph, node);
      if (normalization.isPresent()) {
        nodes.add(fold(graph, node, normalization.get(), builder));
        folded.add(normalization.get().name());
      } else if (!folded.contains(node.name())) {
        nodes.add(node);
      }
    }
    return builder.nodes(nodes).build();
  }

  private static Optional<Node> foldable(Graph graph, Node node) {
    boolean weighted =
        node.opType().equals("Conv")
            || (node.opType().equals("Gemm")
                && node.floatAttribute("alpha", 1) == 1
                && node.floatAttribute("beta", 1) == 1
                && node.intAttribute("transA", 0) == 0);
    if (!weighted
        || graph.isOutput(node.output())
        || !ownedWeight(graph, node, 1)
        || (node.input(2).isPresent() && !ownedWeight(graph, node, 2))) {
      return Optional.empty();
    }
    List<Node> users = graph.consumers(node.output());
    return users.size() == 1
            && users.get(0).opType().equals("BatchNormalization")
            && users.get(0).input(0).equals(Optional.of(node.output()))
            && users.get(0).inputs().stream().skip(1).allMatch(i -> hasData(graph, i))
        ? Optional.of(users.get(0))
        : Optional.empty();
  }

  private static boolean ownedWeight(Graph graph, Node node, int index) {
    return node.input(index)
        .filter(w -> hasData(graph, w) && graph.consumers(w).size() == 1)
        .filter(w -> graph.quantization(w).isEmpty())
        .isPresent();
  }

  private static boolean hasData(Graph graph, String name) {
    return graph.initializer(name).filter(Tensor::hasData).isPresent();
  }

  private static Node fold(Graph graph, Node node, Node normalization, Graph.Builder builder) {
    float[] gamma = constant(graph, normalization, 1).floats();
    float[] beta = constant(graph, normalization, 2).floats();
    float[] mean = constant(graph, normalization, 3).floats();
    float[] variance = constant(graph, normalization, 4).floats();
    float epsilon = normalization.floatAttribute("epsilon", 1e-5f);
    int channels = gamma.length;
    double[] factor = new double[channels];
    for (int c = 0; c < channels; c++) {
      factor[c] = gamma[c] / Math.sqrt((double) variance[c] + epsilon);
    }
    String weightName = node.inputs().get(1);
    Tensor weight = constant(graph, node, 1);
    float[] w = weight.floats();
    boolean channelsLast = node.opType().equals("Gemm") && node.intAttribute("transB", 0) == 0;
    int inner = w.length / channels;
    for (int i = 0; i < w.length; i++) {
      w[i] *= (float) factor[channelsLast ? i % channels : i / inner];
    }
    builder.initializer(weightName, Tensor.ofFloats(weight.shape(), w));
    float[] bias = node.input(2).isPresent() ? constant(graph, node, 2).floats() : new float[1];
    float[] b = new float[channels];
    for (int c = 0; c < channels; c++) {
      double old = bias.length == 1 ? bias[0] : bias[c];
      b[c] = (float) ((old - mean[c]) * factor[c] + beta[c]);
    }
    String biasName = node.input(2).orElse(normalization.inputs().get(2) + ".folded");
    builder.initializer(biasName, Tensor.ofFloats(Shape.of(channels), b));
    for (String vector : normalization.inputs().subList(1, 5)) {
      if (graph.consumers(vector).size() == 1) {
        builder.removeInitializer(vector);
      }
    }
    return node.withInputs(List.of(node.inputs().get(0), weightName, biasName))
        .withOutputs(List.of(normalization.output()));
  }

  private static Tensor constant(Graph graph, Node node, int index) {
    return graph.initializer(node.inputs().get(index)).orElseThrow();
  }
}
