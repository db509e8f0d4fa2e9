package dev.pluto.engine.operator;

import dev.pluto.spi.graph.Graph;
import java.util.List;
import java.util.function.LongFunction;

/** Graphs of one random node each, over all families of operators. */
public final class RandomNodes {
  private static final List<LongFunction<RandomNode.Case>> FAMILIES =
      List.of(
          RandomWindows::convolution,
          RandomWindows::transposedConvolution,
          RandomWindows::pool,
          RandomStatistics::matrices,
          RandomStatistics::normalization,
          RandomStatistics::reduction,
          RandomStatistics::extreme,
          RandomElementwise::activation,
          RandomElementwise::arithmetic,
          RandomElementwise::predicate,
          RandomElementwise::choice,
          RandomArrangements::rearrangement,
          RandomArrangements::slice,
          RandomArrangements::pad,
          RandomArrangements::copy,
          RandomResizes::resize);

  private RandomNodes() {}

  /** The graph of this number; neighbouring numbers are of different families. */
  public static Graph graph(int number) {
    return FAMILIES.get(number % FAMILIES.size()).apply(number).graph();
  }
}
