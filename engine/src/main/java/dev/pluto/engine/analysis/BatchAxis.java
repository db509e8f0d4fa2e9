package dev.pluto.engine.analysis;

import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Frees the batch, and what is computed from it. A batch that an exporter fixed at 1 in the target
 * of a Reshape becomes 0, which copies the size of the input; sizes of a Resize become factors. The
 * function at batch 1 is the same, and larger batches, which training needs, become possible. Sizes
 * that the graph computes from shapes become constants where no batch changes them.
 */
public final class BatchAxis {
  private BatchAxis() {}

  /**
   * The graph for batches of any size.
   *
   * @param shapes of the inputs
   * @throws ProblemException of kind MODEL if a node is unknown or does not fit its inputs
   */
  public static Graph free(Graph graph, Map<String, Shape> shapes, Operators operators) {
    ShapeInference inference = new ShapeInference(operators);
    Graph free = withoutFixedBatch(graph, inference.infer(graph, shapes));
    if (!ShapeArithmetic.isSettled(free)) {
      return free;
    }
    Map<String, Shape> larger =
        shapes.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> largerBatch(e.getValue())));
    Types two;
    try {
      two = inference.infer(free, larger);
    } catch (ProblemException fixedBatch) {
      // The graph runs at its own batch size only.
      return free;
    }
    return ShapeArithmetic.settle(free, inference.infer(free, shapes), two);
  }

  private static Shape largerBatch(Shape shape) {
    return shape.rank() == 0 ? shape : shape.with(0, shape.size(0) + 1);
  }

  private static Graph withoutFixedBatch(Graph graph, Types types) {
    boolean settled = ShapeArithmetic.isSettled(graph);
    Graph.Builder builder = graph.toBuilder();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      nodes.add(
          switch (node.domain().isEmpty() ? node.opType() : "") {
            case "Reshape" -> freeTarget(graph, types, node, builder);
            case "Resize" -> settled ? withFactors(types, node, builder) : node;
            default -> node;
          });
    }
    return DeadCode.remove(builder.nodes(nodes).build());
  }

  private static Node freeTarget(Graph graph, Types types, Node node, Graph.Builder builder) {
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
    return withInput(
        types, node, 1, target + ".batch", Tensor.ofLongs(Shape.of(sizes.length), sizes), builder);
  }

  /** Factors in place of sizes, which hold the batch; the same positions are read. */
  private static Node withFactors(Types types, Node node, Graph.Builder builder) {
    boolean bySizes =
        node.input(3)
            .flatMap(types::constant)
            .filter(sizes -> sizes.shape().elements() > 0)
            .isPresent();
    if (!bySizes
        || node.attributes().containsKey("keep_aspect_ratio_policy")
        || node.attributes().containsKey("axes")) {
      return node;
    }
    Shape from = types.of(node.inputs().get(0)).shape();
    Shape to = types.of(node.output()).shape();
    float[] factors = new float[from.rank()];
    for (int axis = 0; axis < factors.length; axis++) {
      float size = (float) from.size(axis);
      factors[axis] = to.size(axis) / size;
      if ((long) (factors[axis] * size) != to.size(axis)) {
        return node;
      }
    }
    Tensor constant = Tensor.ofFloats(Shape.of(factors.length), factors);
    Node factored = withInput(types, node, 2, node.name() + ".factors", constant, builder);
    return factored.withInputs(factored.inputs().subList(0, 3));
  }

  private static Node withInput(
      Types types, Node node, int input, String wish, Tensor value, Graph.Builder builder) {
    String name = wish;
    while (types.types().containsKey(name)) {
      name += "_";
    }
    builder.initializer(name, value);
    List<String> inputs = new ArrayList<>(node.inputs());
    inputs.set(input, name);
    return node.withInputs(inputs);
  }
}
