package dev.pluto.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.pluto.engine.analysis.NetworkBuilder;
import dev.pluto.engine.analysis.RandomGraphs;
import dev.pluto.engine.analysis.Resolution;
import dev.pluto.engine.structure.RandomAlternatives;
import dev.pluto.engine.structure.Supergraph;
import dev.pluto.engine.structure.TestStructure;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.search.Alternative;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.StructureDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** In training form a choice computes one branch, and learns from it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChoiceTest {
  private static final Shape INPUT = Shape.of(1, 3, 4, 4);
  private static final int GRAPHS = 60;

  private TrainingSession session;

  @BeforeAll
  void open() {
    session = TrainingSession.open(1);
  }

  @AfterAll
  void close() {
    session.close();
  }

  private static Hook taking(String choice, int branch) {
    return new Hook.BranchHook(choice, () -> branch);
  }

  @Test
  void computesWhatTheGraphOfTheChosenBranchesComputes() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      Random random = new Random(seed);
      Graph given = RandomGraphs.graph(seed);
      List<StructureDecision> decisions = RandomAlternatives.of(given, Map.of("x", INPUT), random);
      Graph graph = Supergraph.of(given, decisions);
      Map<String, Integer> branches = new HashMap<>();
      List<Hook> hooks = new ArrayList<>();
      for (StructureDecision decision : decisions) {
        int branch = random.nextInt(decision.settings().size());
        branches.put(decision.id(), branch);
        hooks.add(taking(decision.id(), branch));
      }
      Map<String, Tensor> input = Map.of("x", gaussian(random, INPUT));
      Map<String, Tensor> expected =
          TrainingForm.run(Resolution.of(graph, branches).graph(), input);
      assertThat(TrainingForm.difference(expected, evaluate(graph, input, hooks)))
          .as("network %d", seed)
          .isLessThan(1e-4);
    }
  }

  private Map<String, Tensor> evaluate(Graph graph, Map<String, Tensor> input, List<Hook> hooks) {
    try (TrainableGraph trainable = new TrainableGraph(session, graph, TrainingForm.OPERATORS::of);
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDList arrays = new NDList();
      input.values().forEach(t -> arrays.add(HostArrays.toNative(session.manager(), t)));
      NDList results = trainable.evaluate(arrays, new Hooks(hooks));
      Map<String, Tensor> outputs = new HashMap<>();
      for (int i = 0; i < results.size(); i++) {
        outputs.put(graph.outputs().get(i).name(), HostArrays.toHost(results.get(i)));
      }
      return outputs;
    }
  }

  /** x → scale by w → y, where w is 1 in the given graph and 0.5 in the alternative. */
  private static Graph scaling() {
    NetworkBuilder net = new NetworkBuilder(new Random(1));
    String x = net.input("x", 1, 3, 4, 4);
    net.weight("w", 1, 0, 1);
    net.node("y", "Mul", INPUT, Map.of(), x, "w");
    Alternative half =
        new Alternative(
            List.of(new Node("half", "", "Mul", List.of("x", "v"), List.of("half"), Map.of())),
            Map.of("v", Tensor.ofFloats(Shape.of(1), 0.5f)),
            "half");
    Graph given = net.build(net.unary("out", "Abs", "y"));
    return Supergraph.of(given, List.of(new TestStructure("choice", "y", List.of(half))));
  }

  /** A branch with a position of two logits. */
  private record Drawn(int index, NDArray logits) implements Hook.Branch {
    @Override
    public Optional<NDArray> position() {
      NDArray soft = logits.softmax(0);
      float[] corner = new float[2];
      corner[index] = 1;
      return Optional.of(soft.sub(soft.stopGradient()).add(logits.getManager().create(corner)));
    }
  }

  /** Trains one step; returns by how much the logit of the second branch rose. */
  private double rise(TrainableGraph graph, int branch, float target) {
    NDArray logits = session.manager().zeros(new ai.djl.ndarray.types.Shape(2));
    logits.setRequiresGradient(true);
    Parameter parameter = new Parameter("logits", logits, Parameter.Role.LOGIT);
    Tensor ones = Tensor.ofFloats(INPUT, filled(1));
    try (Trainer trainer = new Trainer(session, graph, List.of(parameter))) {
      Hooks hooks = new Hooks(List.of(new Hook.BranchHook("choice", new Drawn(branch, logits))));
      trainer.step(
          new Batch(List.of(ones), List.of(Tensor.ofFloats(INPUT, filled(target)))),
          hooks,
          (forward, inputs, targets) -> forward.get().get(0).sub(targets.get(0)).square().mean(),
          signals -> {},
          new Trainer.Rates(0.01, 0.1));
    }
    float[] after = logits.toFloatArray();
    logits.close();
    return after[1] - after[0];
  }

  private static float[] filled(float value) {
    float[] values = new float[(int) INPUT.elements()];
    java.util.Arrays.fill(values, value);
    return values;
  }

  @Test
  void aBranchThatIsWorseThanTheFirstLosesAndABetterOneWins() {
    try (TrainableGraph graph =
        new TrainableGraph(session, scaling(), TrainingForm.OPERATORS::of)) {
      assertThat(rise(graph, 1, 1)).as("the given graph is right").isLessThan(-0.01);
      assertThat(rise(graph, 1, 0.25f)).as("the alternative is nearer").isGreaterThan(0.01);
      assertThat(rise(graph, 0, 0.25f)).as("nothing to compare with").isEqualTo(0);
    }
  }

  @Test
  void whatIsNotComputedStaysAsItIs() {
    try (TrainableGraph graph =
        new TrainableGraph(session, scaling(), TrainingForm.OPERATORS::of)) {
      rise(graph, 0, 0);
      assertThat(weight(graph, "w")).isLessThan(1);
      assertThat(weight(graph, "v")).isEqualTo(0.5f);
      float moved = weight(graph, "w");
      rise(graph, 1, 0);
      assertThat(weight(graph, "w")).isEqualTo(moved);
      assertThat(weight(graph, "v")).isLessThan(0.5f);
    }
  }

  private static float weight(TrainableGraph graph, String name) {
    NDArray weight = graph.weights().get(name);
    assertThat(weight).isNotNull();
    if (weight == null) {
      throw new AssertionError(name);
    }
    return weight.toFloatArray()[0];
  }

  @Test
  void aBranchIsFittedToWhatItStandsInFor() {
    try (TrainableGraph graph = new TrainableGraph(session, scaling(), TrainingForm.OPERATORS::of);
        BranchFit fit =
            new BranchFit(
                session,
                graph,
                List.of(
                    new BranchFit.Part(
                        "half", "y@original", java.util.Set.of("v"), java.util.Set.of("x"))))) {
      Batch batch = new Batch(List.of(gaussian(new Random(1), INPUT)), List.of());
      double first = fit.step(batch, 0.02).get(0);
      double last = first;
      for (int i = 0; i < 60; i++) {
        last = fit.step(batch, 0.02).get(0);
      }
      assertThat(first).isCloseTo(0.25, offset(0.05));
      assertThat(last).isLessThan(0.01 * first);
      assertThat(weight(graph, "w")).isEqualTo(1);
    }
  }

  private static Tensor gaussian(Random random, Shape shape) {
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.ofFloats(shape, values);
  }
}
