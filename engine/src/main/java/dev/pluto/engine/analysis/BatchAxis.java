package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Frees a batch that an exporter fixed at 1 in the targets of Reshape nodes: the leading 1 becomes
 * 0, which copies the size of the input. The function at batch 1 is the same; larger batches, which
 * training needs, become possible.
 */
public final class BatchAxis {
  private BatchAxis() {}

  /** The graph with free batches, as far as constant Reshape targets fixed them. */
  public static Graph free(Graph graph, Types types) {
    Graph.Builder builder = graph.toBuilder();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      nodes.add(node.opType().equals("Reshape") ? free(graph, types, node, builder) : node);
    }
    return builder.nodes(nodes).build();
  }

  private static Node free(Graph graph, Types types, Node node, Graph.Builder builder) {
    String data = node.inputs().get(0);
    String target = node.input(1).orElse("");
    if (graph.initializer(data).isPresent()
        || graph.initializer(target).isEmpty()
        || node.intAttribute("allowzero", 0) != 0) {
      return node;
    }
    Shape input = types.of(data).shape();
    long[] sizes = graph.initializer(target).get().longs();
    if (sizes.length == 0 || input.rank() == 0 || sizes[0] != 1 || input.size(0) != 1) {
      return node;
    }
    sizes[0] = 0;
    String own = target + ".batch";
    builder.initializer(own, Tensor.ofLongs(Shape.of(sizes.length), sizes));
    if (graph.consumers(target).size() == 1) {
      builder.removeInitializer(target);
    }
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(1, own);
    return node.withInputs(inputs);
  }
}
