package dev.pluto.engine.train;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import java.util.Optional;

/**
 * A node that sums a constant weight over the channels of one input: a convolution of one group, or
 * a matrix product.
 *
 * @param value the input with the channels
 * @param weight the constant, which no other node reads
 * @param weightAxis the axis of the weight that is summed away
 * @param bias a constant with one number per output channel, which no other node reads
 */
record Contraction(Node node, String value, String weight, int weightAxis, Optional<String> bias) {
  private static final int CHANNELS = 1;

  /** How the node contracts; empty if it does not. */
  static Optional<Contraction> of(Node node, Graph graph) {
    return switch (node.opType()) {
      case "Conv" ->
          node.intAttribute("group", 1) == 1 ? of(node, graph, 1, true) : Optional.empty();
      case "Gemm" ->
          node.intAttribute("transA", 0) == 0
              ? of(node, graph, node.intAttribute("transB", 0) != 0 ? 1 : 0, isPlain(node))
              : Optional.empty();
      case "MatMul" -> of(node, graph, 0, false);
      default -> Optional.empty();
    };
  }

  private static boolean isPlain(Node gemm) {
    return gemm.floatAttribute("alpha", 1) == 1 && gemm.floatAttribute("beta", 1) == 1;
  }

  private static Optional<Contraction> of(Node node, Graph graph, int axis, boolean biased) {
    String weight = node.inputs().get(1);
    int rank = rank(graph, weight);
    boolean tooDeep = rank > 2 && node.opType().equals("MatMul");
    if (rank < 2 || tooDeep || isShared(graph, weight)) {
      return Optional.empty();
    }
    Optional<String> bias =
        node.input(2).filter(b -> biased && rank(graph, b) == 1 && !isShared(graph, b));
    return Optional.of(new Contraction(node, node.inputs().get(0), weight, axis, bias));
  }

  /** The rank of a constant; 0 for what is no constant. */
  private static int rank(Graph graph, String name) {
    return Optional.ofNullable(graph.initializers().get(name)).map(t -> t.shape().rank()).orElse(0);
  }

  private static boolean isShared(Graph graph, String name) {
    return graph.consumers(name).size() != 1;
  }

  /** The axis of the input that has the channels. */
  int valueAxis(int rank) {
    return node.opType().equals("Conv") ? CHANNELS : rank - 1;
  }
}
