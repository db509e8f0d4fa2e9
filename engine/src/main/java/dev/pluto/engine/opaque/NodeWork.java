package dev.pluto.engine.opaque;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.OperatorDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts multiply-adds of nodes, of those without a definition as far as they are known. */
final class NodeWork {
  /** Place of the filters among the inputs of convolutions on integers, and of fused ones. */
  private static final Map<String, Integer> FILTERS =
      Map.of("ConvInteger", 1, "QLinearConv", 3, "FusedConv", 1);

  /** Places of the two matrices among the inputs of products on integers, and of fused ones. */
  private static final Map<String, int[]> MATRICES =
      Map.of(
          "MatMulInteger", new int[] {0, 1},
          "QLinearMatMul", new int[] {0, 3},
          "DynamicQuantizeMatMul", new int[] {0, 1},
          "FusedMatMul", new int[] {0, 1},
          "QGemm", new int[] {0, 3});

  private final Operators operators;
  private final Map<String, TensorType> types;

  NodeWork(Operators operators, Map<String, TensorType> types) {
    this.operators = operators;
    this.types = types;
  }

  /**
   * Multiply-adds of a node, counted as everywhere: convolutions and matrix products alone. Empty
   * for what is in a subgraph, and for operators of other domains that are not known.
   */
  OptionalLong macs(Node node) {
    if (node.attributes().values().stream().anyMatch(Attribute.Opaque.class::isInstance)) {
      return OptionalLong.empty();
    }
    Integer filters = FILTERS.get(node.opType());
    if (filters != null) {
      return convolution(node, filters);
    }
    int[] matrices = MATRICES.get(node.opType());
    if (matrices != null) {
      return product(node, matrices[0]);
    }
    Optional<OperatorDefinition> definition = operators.find(node);
    if (definition.isEmpty()) {
      return node.domain().isEmpty() ? OptionalLong.of(0) : OptionalLong.empty();
    }
    List<TensorType> inputs = known(node.inputs());
    List<TensorType> outputs = known(node.outputs());
    try {
      return OptionalLong.of(definition.get().macs(node, inputs, outputs));
    } catch (IllegalArgumentException | IndexOutOfBoundsException unknownTypes) {
      return OptionalLong.empty();
    }
  }

  private List<TensorType> known(List<String> values) {
    return values.stream().map(types::get).filter(type -> type != null).toList();
  }

  private OptionalLong convolution(Node node, int place) {
    Optional<Shape> filters = shape(node, place);
    TensorType output = types.get(node.output());
    if (filters.isEmpty() || output == null || filters.get().rank() == 0) {
      return OptionalLong.empty();
    }
    long perElement = filters.get().elements() / Math.max(1, filters.get().size(0));
    return OptionalLong.of(Math.multiplyExact(output.shape().elements(), perElement));
  }

  private OptionalLong product(Node node, int left) {
    Optional<Shape> rows = shape(node, left);
    TensorType output = types.get(node.output());
    if (rows.isEmpty() || output == null || rows.get().rank() == 0) {
      return OptionalLong.empty();
    }
    boolean transposed = node.intAttribute("transA", 0) == 1;
    int axis = rows.get().rank() - (transposed && rows.get().rank() > 1 ? 2 : 1);
    return OptionalLong.of(Math.multiplyExact(output.shape().elements(), rows.get().size(axis)));
  }

  private Optional<Shape> shape(Node node, int input) {
    return node.input(input).map(types::get).map(TensorType::shape);
  }
}
