package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.InferenceContext;
import java.util.Map;
import java.util.Optional;

/** The inputs of one node, looked up in maps by name. */
record KnownInputs(
    Node node, Map<String, TensorType> types, Map<String, Tensor> constants, long opset)
    implements InferenceContext {
  /** The inputs of a node in a graph. */
  static KnownInputs of(
      Graph graph, Node node, Map<String, TensorType> types, Map<String, Tensor> constants) {
    return new KnownInputs(node, types, constants, graph.opsets().getOrDefault(node.domain(), 1L));
  }

  @Override
  public boolean has(int index) {
    return node.input(index).isPresent();
  }

  @Override
  public TensorType input(int index) {
    return node.input(index)
        .map(types::get)
        .orElseThrow(() -> new IllegalArgumentException("input " + index + " is missing"));
  }

  @Override
  public Optional<Tensor> constant(int index) {
    return node.input(index).map(constants::get).filter(Tensor::hasData);
  }
}
