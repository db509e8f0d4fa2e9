package dev.pluto.engine.cost;

import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.ChannelTracing;
import dev.pluto.engine.analysis.MaterializingEditor;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.RandomGraphs;
import dev.pluto.engine.analysis.Resolution;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.engine.structure.RandomAlternatives;
import dev.pluto.engine.structure.Structures;
import dev.pluto.engine.structure.Supergraph;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.Fusion;
import dev.pluto.spi.hardware.FusionRule;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.StructureDecision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A graph, decisions on it, and the cost model of both. */
record TestSpace(
    Graph graph, boolean fused, ChannelFacts facts, List<Decision> decisions, CostModel model) {
  private static final Operators OPERATORS = new Operators(BuiltInOperators.all());
  private static final Map<String, Shape> INPUT = Map.of("x", Shape.of(1, 3, 4, 4));
  private static final List<FusionRule> FUSIONS =
      List.of(new FusionRule(List.of(Set.of("Conv"), Set.of("Relu", "Sigmoid"))));

  /** A space of chosen decisions; {@code fused} whether an activation joins its convolution. */
  static TestSpace of(Graph graph, boolean fused, List<Decision> decisions) {
    ChannelFacts facts = facts(graph);
    return new TestSpace(
        graph, fused, facts, decisions, model(graph, facts.groups(), decisions, fused));
  }

  /** A random network with at most {@code most} random decisions on widths and precisions. */
  static TestSpace random(long seed, int most) {
    return random(RandomGraphs.graph(seed), List.of(), new Random(seed), most);
  }

  /** A random network with alternatives, and decisions on widths and precisions inside, too. */
  static TestSpace withAlternatives(long seed, int mostStructures, int most) {
    Random random = new Random(seed);
    Graph graph = RandomGraphs.graph(seed);
    List<StructureDecision> structures =
        new ArrayList<>(RandomAlternatives.of(graph, INPUT, random));
    Collections.shuffle(structures, random);
    structures = List.copyOf(structures.subList(0, Math.min(mostStructures, structures.size())));
    return random(Supergraph.of(graph, structures), structures, random, most);
  }

  private static TestSpace random(
      Graph graph, List<StructureDecision> structures, Random random, int most) {
    List<Decision> decisions = new ArrayList<>();
    for (ChannelGroup group : facts(graph).groups()) {
      if (group.size() > 2) {
        decisions.add(TestDecision.width(group, List.of(group.size(), 1 + group.size() / 2, 1)));
      }
    }
    List<String> weights = new ArrayList<>();
    graph
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (tensor.dataType() == DataType.FLOAT && tensor.shape().rank() >= 2) {
                weights.add(name);
              }
            });
    for (String weight : weights) {
      decisions.add(TestDecision.precision(weight, List.of(weight), List.of(Precision.INT8)));
    }
    List<String> values = new ArrayList<>(List.of("x"));
    graph.nodes().stream()
        .filter(n -> n.outputs().size() == 1 && !n.opType().equals("Cast"))
        .map(Node::output)
        .forEach(values::add);
    // Overlapping decisions: the fewest bits hold.
    for (int i = 0; i < 3; i++) {
      List<String> some = values.stream().filter(v -> random.nextBoolean()).toList();
      if (!some.isEmpty()) {
        decisions.add(
            TestDecision.precision(
                "values" + i,
                some,
                i == 0 ? List.of(Precision.UINT8) : List.of(Precision.UINT16, Precision.UINT8)));
      }
    }
    Collections.shuffle(decisions, random);
    List<Decision> all = new ArrayList<>(structures);
    all.addAll(decisions.subList(0, Math.min(most, decisions.size())));
    return of(graph, random.nextBoolean(), List.copyOf(all));
  }

  private static ChannelFacts facts(Graph graph) {
    return new ChannelTracing(OPERATORS)
        .trace(graph, new ShapeInference(OPERATORS).infer(graph, INPUT));
  }

  private static CostModel model(
      Graph graph, List<ChannelGroup> groups, List<Decision> decisions, boolean fused) {
    return new CostModel(
        new Structures(graph, groups, decisions),
        new ShapeInference(OPERATORS).infer(graph, INPUT).types(),
        groups,
        concrete -> Fusion.byRules(concrete, fused ? FUSIONS : List.of()),
        TestMetric.ALL,
        OPERATORS,
        new KernelPricer("test chip", new TestChip()),
        OnnxWriter.size(Resolution.of(graph, Map.of()).graph()));
  }

  /** The graph that a candidate stands for. */
  Graph materialized(int[] settings) {
    MaterializingEditor editor = new MaterializingEditor(graph, facts);
    model.structures().of(settings).active().stream()
        .forEach(d -> decisions.get(d).apply(settings[d], editor));
    return editor.result();
  }

  /** The costs of a concrete graph, of which nothing is left to decide. */
  static double[] costs(Graph concrete, boolean fused) {
    CostModel model = model(concrete, List.of(), List.of(), fused);
    return model.cost(model.unchanged());
  }

  /** A candidate drawn with equal chances. */
  int[] draw(Random random) {
    int[] counts = model.settingCounts();
    int[] settings = new int[counts.length];
    for (int d = 0; d < counts.length; d++) {
      settings[d] = random.nextInt(counts[d]);
    }
    return settings;
  }

  /** Random positions; now and then a setting has no chance. */
  double[][] positions(Random random) {
    int[] counts = model.settingCounts();
    double[][] positions = new double[counts.length][];
    for (int d = 0; d < counts.length; d++) {
      positions[d] = new double[counts[d]];
      double sum = 0;
      for (int s = 0; s < counts[d]; s++) {
        positions[d][s] = s > 0 && random.nextInt(5) == 0 ? 0 : 0.1 + random.nextDouble();
        sum += positions[d][s];
      }
      for (int s = 0; s < counts[d]; s++) {
        positions[d][s] /= sum;
      }
    }
    return positions;
  }
}
