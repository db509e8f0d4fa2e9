package dev.pluto.plugins.nas;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import java.util.Map;
import java.util.Optional;

/**
 * A two-dimensional convolution with filters of its own.
 *
 * @param bias one number per filter
 * @param input shape of its input
 * @param output shape of its output
 */
record ConvolutionSite(
    Node node,
    Filters filters,
    Optional<Tensor> bias,
    Window window,
    int group,
    Shape input,
    Shape output) {
  /** Why a Conv node cannot be computed another way; empty if it can. */
  static Optional<String> obstacle(Graph graph, Node node) {
    Optional<Tensor> weight = node.input(1).flatMap(graph::initializer);
    if (weight.isEmpty()) {
      return Optional.of("its weight is computed, not a constant");
    }
    if (weight.get().dataType() != DataType.FLOAT || weight.get().shape().rank() != 4) {
      return Optional.of("it is no two-dimensional convolution of floats");
    }
    if (graph.consumers(node.inputs().get(1)).size() > 1) {
      return Optional.of("it shares its weight with other nodes");
    }
    if (node.input(2).isPresent() && node.input(2).flatMap(graph::initializer).isEmpty()) {
      return Optional.of("its bias is computed, not a constant");
    }
    if (Window.of(node).isEmpty()) {
      return Optional.of("its padding follows from the size of the input");
    }
    return Optional.empty();
  }

  /** A Conv node to which there is no obstacle. */
  static ConvolutionSite of(Graph graph, Node node, Map<String, TensorType> types) {
    return new ConvolutionSite(
        node,
        Filters.of(graph.initializer(node.inputs().get(1)).orElseThrow()),
        node.input(2).flatMap(graph::initializer),
        Window.of(node).orElseThrow(),
        Math.toIntExact(node.intAttribute("group", 1)),
        shape(types, node.inputs().get(0)),
        shape(types, node.output()));
  }

  private static Shape shape(Map<String, TensorType> types, String tensor) {
    TensorType type = types.get(tensor);
    if (type == null) {
      throw new IllegalArgumentException("no type is known for '" + tensor + "'");
    }
    return type.shape();
  }

  /** Begins an alternative at the input. */
  Branch branch(String kind) {
    return new Branch(node.name() + "." + kind, node.inputs().get(0));
  }

  /** Multiply-adds of this convolution. */
  double macs() {
    return (double) filters.values().length * outputPlane();
  }

  /** Elements of one channel of the input. */
  double inputPlane() {
    return (double) input.size(2) * input.size(3);
  }

  /** Elements of one channel of the output. */
  double outputPlane() {
    return (double) output.size(2) * output.size(3);
  }

  /** Elements of a channel as high as the output and as wide as the input. */
  double mixedPlane() {
    return (double) output.size(2) * input.size(3);
  }
}
