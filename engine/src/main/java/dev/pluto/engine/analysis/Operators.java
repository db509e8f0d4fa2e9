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

/** The operators that Pluto knows, built in and from plugins. */
public final class Operators {
  private final Map<OperatorKey, OperatorDefinition> definitions = new HashMap<>();

  /** Registers definitions; of two of the same operator the first one counts. */
  public Operators(Collection<? extends OperatorDefinition> definitions) {
    definitions.forEach(d -> this.definitions.putIfAbsent(d.key(), d));
  }

  /** The definition of an operator, if it is known. */
  public Optional<OperatorDefinition> find(OperatorKey key) {
    return Optional.ofNullable(definitions.get(key));
  }

  /** The definition of a node's operator, if it is known. */
  public Optional<OperatorDefinition> find(Node node) {
    return find(new OperatorKey(node.domain(), node.opType()));
  }

  /**
   * The definition of a node's operator.
   *
   * @throws ProblemException of kind MODEL that names node and operator if it is not known
   */
  public OperatorDefinition of(Node node) {
    return find(node)
        .orElseThrow(() -> new ProblemException(ProblemException.Kind.MODEL, unsupported(node)));
  }

  static Problem unsupported(Node node) {
    OperatorKey key = new OperatorKey(node.domain(), node.opType());
    return new Problem(place(node), "operator " + key + " is not supported");
  }

  /** How problems name a node. */
  static String place(Node node) {
    return "node " + node;
  }
}
