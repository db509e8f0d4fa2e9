package dev.pluto.engine.onnx;

import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import java.util.List;
import java.util.Optional;

/** What an {@link UpgradeRule} may do beside replacing its node. */
interface UpgradeContext {
  /** The constant of this name, if there is one. */
  Optional<Tensor> find(String constant);

  /** The node of the graph before the upgrade that produces a value, if one does. */
  Optional<Node> producer(String value);

  /** Whether a node or the caller of the model reads a value. */
  boolean isUsed(String value);

  /** Adds a constant and gives its name, close to {@code wish}. */
  String constant(String wish, Tensor value);

  /** An unused name for a value. */
  String value(String wish);

  /** An unused name for a node. */
  String node(String wish);

  /** Notes why a node cannot be rewritten, and gives it as it is. */
  List<Node> refuse(Node node, String why);

  /** Whether all floating-point numbers in the graph have 32 bits. */
  boolean isSinglePrecision();
}
