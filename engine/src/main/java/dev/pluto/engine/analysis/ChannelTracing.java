package dev.pluto.engine.analysis;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.operator.OperatorDefinition;

/**
 * Finds the channel groups of a graph: every operator says how channels pass through it, element by
 * element, and what is tied together is removed together.
 */
public final class ChannelTracing {
  private final Operators operators;

  /** Traces with these operators. */
  public ChannelTracing(Operators operators) {
    this.operators = operators;
  }

  /**
   * The channels of a graph.
   *
   * @param types of the same graph, at any input shapes
   * @throws ProblemException of kind MODEL if an operator is unknown, or a node does not fit its
   *     operator
   */
  public ChannelFacts trace(Graph graph, Types types) {
    TraceState state = new TraceState(graph, types);
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      OperatorDefinition definition = operators.of(node);
      try {
        definition.trace(node, new NodeTracer(state, node, i));
      } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
        // What a node has beside what its operator reads is not looked at before.
        throw new ProblemException(
            ProblemException.Kind.MODEL,
            new Problem(
                Operators.place(node), "its channels cannot be followed: " + e.getMessage()));
      }
    }
    return new ChannelGrouping(state).facts();
  }
}
