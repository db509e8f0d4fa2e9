package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.search.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What tracing found.
 *
 * @param groups channel groups that may be narrowed
 * @param fixed nodes whose channels can't be removed, and why
 * @param counts numbers in the graph that count channels
 */
public record ChannelFacts(List<ChannelGroup> groups, List<Refusal> fixed, List<Count> counts) {
  /** Copies the lists. */
  public ChannelFacts {
    groups = List.copyOf(groups);
    fixed = List.copyOf(fixed);
    counts = List.copyOf(counts);
  }

  /**
   * A number that shrinks with channels: an integer attribute of a node, or an entry of a constant
   * vector that the node reads.
   *
   * @param node name of the node
   * @param attribute the attribute; absent for an entry of a constant
   * @param constant the constant; absent for an attribute
   * @param index entry of the constant
   * @param perChannel by how much the number falls with each removed channel, by group id
   */
  public record Count(
      String node,
      Optional<String> attribute,
      Optional<String> constant,
      int index,
      Map<String, Integer> perChannel) {
    /** Copies the map. */
    public Count {
      perChannel = Map.copyOf(perChannel);
    }
  }
}
