package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Where an entry of a vector of sizes is written: exporters put targets together from constants and
 * from sizes of the batch.
 *
 * @param reader the node that reads the constant
 * @param constant an initializer of integers
 * @param index place in the constant
 */
record SizeSource(Node reader, String constant, int index) {
  /**
   * Follows an entry back to the constant that holds it.
   *
   * @param reader the node that reads the vector
   * @return empty if the entry is computed
   */
  static Optional<SizeSource> of(Graph graph, Types types, Node reader, String vector, int index) {
    Optional<Tensor> constant = graph.initializer(vector);
    if (constant.isPresent()) {
      return constant
          .filter(c -> TensorSlices.canSlice(c.dataType()) && c.hasData())
          .map(c -> new SizeSource(reader, vector, index));
    }
    Optional<Node> producer = graph.producer(vector).filter(n -> n.domain().isEmpty());
    if (producer.isEmpty()) {
      return Optional.empty();
    }
    Node node = producer.get();
    return switch (node.opType()) {
      case "Identity", "Cast", "Unsqueeze", "Squeeze", "Reshape" ->
          of(graph, types, node, node.inputs().get(0), index);
      case "Concat" -> ofPart(graph, types, node, index);
      default -> Optional.empty();
    };
  }

  private static Optional<SizeSource> ofPart(Graph graph, Types types, Node concat, int index) {
    int offset = 0;
    List<String> parts = concat.inputs();
    for (String part : parts) {
      int size = Math.toIntExact(types.of(part).shape().elements());
      if (index < offset + size) {
        return of(graph, types, concat, part, index - offset);
      }
      offset += size;
    }
    return Optional.empty();
  }
}
