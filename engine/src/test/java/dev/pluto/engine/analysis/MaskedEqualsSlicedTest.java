package dev.pluto.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;

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
    check(RandomGraphs.graph(seed), INPUT, Map.of(), new Random(seed));
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void maskedEqualsSlicedWhicheverAlternativesAreTaken(@ForAll long seed) {
    Random random = new Random(seed);
    Graph graph = RandomGraphs.graph(seed);
    List<StructureDecision> decisions = RandomAlternatives.of(graph, INPUT, random);
    Map<String, Integer> branches = new HashMap<>();
    decisions.forEach(d -> branches.put(d.id(), random.nextInt(d.settings().size())));
    check(Supergraph.of(graph, decisions), INPUT, branches, random);
  }

  @Property(tries = 400, shrinking = ShrinkingMode.OFF)
  void maskedEqualsSlicedInRecurrentNetworks(@ForAll long seed) {
    Graph graph = RandomSequenceNetworks.graph(seed);
    Map<String, Shape> input =
        Map.of("x", Shape.of(1, RandomSequenceNetworks.STEPS, RandomSequenceNetworks.FEATURES));
    ChannelFacts facts = check(graph, input, Map.of(), new Random(seed));
    long layers = graph.nodes().stream().filter(n -> n.name().matches("layer\\d")).count();
    assertThat(facts.groups()).as("%s", facts.fixed()).hasSizeGreaterThanOrEqualTo((int) layers);
  }

  private static ChannelFacts check(
      Graph graph, Map<String, Shape> input, Map<String, Integer> branches, Random random) {
    ChannelFacts facts = MaskedAndSliced.check(graph, input, branches, random);
    Statistics.collect(facts.groups().isEmpty() ? "nothing to remove" : "channels removed");
    return facts;
  }
}
