package dev.pluto.engine.analysis;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.operator.OperatorDefinition;
import dev.pluto.spi.operator.OperatorKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The operator definitions at hand, by key. */
public final class Operators {
  private final Map<OperatorKey, OperatorDefinition> definitions = new HashMap<>();

  /** A registry; of two definitions of one operator the first one counts. */
  public Operators(Collection<? extends OperatorDefinition> definitions) {
    definitions.forEach(d -> this.definitions.putIfAbsent(d.key(), d));
  }

  /** The definition of an operator, if there is one. */
  public Optional<OperatorDefinition> find(OperatorKey key) {
    return Optional.ofNullable(definitions.get(key));
  }

  /**
   * The definition of a node's operator.
   *
   * @throws ProblemException if there is none
   */
  public OperatorDefinition of(Node node) {
    return find(key(node))
        .orElseThrow(() -> new ProblemException(ProblemException.Kind.MODEL, unknown(node)));
  }

  /** The key of a node's operator. */
  static OperatorKey key(Node node) {
    return new OperatorKey(node.domain().equals("ai.onnx") ? "" : node.domain(), node.opType());
  }

  /** What is reported of a node whose operator has no definition. */
  static Problem unknown(Node node) {
    return new Problem(
        "node '" + node.name() + "'",
        "operator " + key(node) + " is not known",
        "a plugin can define it");
  }
}
