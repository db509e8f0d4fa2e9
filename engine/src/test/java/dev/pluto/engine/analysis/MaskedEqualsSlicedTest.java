package dev.pluto.engine.analysis;

import dev.pluto.engine.structure.RandomAlternatives;
import dev.pluto.engine.structure.Supergraph;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.search.StructureDecision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/** Zeroing what sums over a channel and removing the channel from the file compute the same. */
class MaskedEqualsSlicedTest {
  private static final Map<String, Shape> INPUT = Map.of("x", Shape.of(1, 3, 4, 4));

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void maskedEqualsSliced(@ForAll long seed) {
    check(RandomGraphs.graph(seed), Map.of(), new Random(seed));
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void maskedEqualsSlicedWhicheverAlternativesAreTaken(@ForAll long seed) {
    Random random = new Random(seed);
    Graph graph = RandomGraphs.graph(seed);
    List<StructureDecision> decisions = RandomAlternatives.of(graph, INPUT, random);
    Map<String, Integer> branches = new HashMap<>();
    decisions.forEach(d -> branches.put(d.id(), random.nextInt(d.settings().size())));
    check(Supergraph.of(graph, decisions), branches, random);
  }

  private static void check(Graph graph, Map<String, Integer> branches, Random random) {
    ChannelFacts facts = MaskedAndSliced.check(graph, INPUT, branches, random);
    Statistics.collect(facts.groups().isEmpty() ? "nothing to remove" : "channels removed");
  }
}
