package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.search.Refusal;
import java.util.List;

/**
 * What is known of the channels of a graph.
 *
 * @param groups channels that can be removed, in execution order of the nodes that produce them
 * @param fixed nodes that produce channels of which none can be removed, and why
 * @param counts integers in the model that shrink with the channels
 */
public record ChannelFacts(
    List<ChannelGroup> groups, List<Refusal> fixed, List<ChannelCount> counts) {
  /** No channel can be removed. */
  public static final ChannelFacts NONE = new ChannelFacts(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public ChannelFacts {
    groups = List.copyOf(groups);
    fixed = List.copyOf(fixed);
    counts = List.copyOf(counts);
  }
}
