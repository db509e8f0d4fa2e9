package dev.pluto.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.pluto.engine.analysis.BatchNormalizationFolding;
import dev.pluto.engine.analysis.RandomGraphs;
import dev.pluto.engine.analysis.Renormalization;
import dev.pluto.engine.analysis.Renormalization.Moments;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** A batch normalization is given to convolutions and taken away again without a change. */
class RenormalizationTest {
  private static final int BATCH = 4;
  private static final Map<String, Shape> INPUT = Map.of("x", Shape.of(BATCH, 3, 4, 4));
  private static final double TOLERANCE = 2e-4;
  private static @Nullable TrainingSession session;

  @BeforeContainer
  static void open() {
    session = TrainingSession.open(1);
  }

  @AfterContainer
  static void close() {
    session().close();
  }

  private static TrainingSession session() {
    if (session == null) {
      throw new IllegalStateException("not opened");
    }
    return session;
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void nothingChanges(@ForAll long seed) {
    Graph graph = BatchNormalizationFolding.fold(RandomGraphs.graph(seed));
    Types types = new ShapeInference(TrainingForm.OPERATORS).infer(graph, INPUT);
    Set<String> sites = Renormalization.sites(graph, types);
    Statistics.collect(sites.isEmpty() ? "no site" : "sites");
    Map<String, Tensor> inputs = Map.of("x", images(new Random(seed)));
    Graph normalized = normalized(graph, sites, inputs);

    assertThat(normalized.nodes()).hasSize(graph.nodes().size() + sites.size());
    Map<String, Tensor> expected = TrainingForm.evaluate(session(), graph, inputs);
    assertThat(
            TrainingForm.difference(expected, TrainingForm.evaluate(session(), normalized, inputs)))
        .isLessThan(TOLERANCE);

    BatchNormalizationFolding.Merged merged = BatchNormalizationFolding.merge(normalized);
    assertThat(merged.graph().nodes()).isEqualTo(graph.nodes());
    assertThat(merged.graph().initializers().keySet()).isEqualTo(graph.initializers().keySet());
    assertThat(TrainingForm.difference(expected, run(merged.graph(), inputs, false)))
        .isLessThan(TOLERANCE);
    merged.factors().values().forEach(f -> assertNear1(f.values()));
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void statisticsAreThoseOfTheBatch(@ForAll long seed) {
    Graph graph = BatchNormalizationFolding.fold(RandomGraphs.graph(seed));
    Types types = new ShapeInference(TrainingForm.OPERATORS).infer(graph, INPUT);
    Map<String, Tensor> inputs = Map.of("x", images(new Random(seed)));
    Graph normalized = normalized(graph, Renormalization.sites(graph, types), inputs);
    boolean ownStatistics =
        graph.nodes().stream().anyMatch(n -> n.opType().equals("BatchNormalization"));
    if (!ownStatistics) {
      assertThat(TrainingForm.difference(run(graph, inputs, true), run(normalized, inputs, true)))
          .isLessThan(TOLERANCE);
    }
  }

  private static void assertNear1(List<Double> factors) {
    assertThat(factors).allSatisfy(f -> assertThat(f).isCloseTo(1, within(1e-6)));
  }

  private static Tensor images(Random random) {
    float[] values = new float[BATCH * 3 * 4 * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.ofFloats(Shape.of(BATCH, 3, 4, 4), values);
  }

  private static Graph normalized(Graph graph, Set<String> sites, Map<String, Tensor> inputs) {
    Map<String, String> values = Renormalization.values(graph, sites);
    assertThat(values.keySet()).isEqualTo(sites);
    assertThat(values.values())
        .containsExactlyInAnyOrderElementsOf(
            graph.nodes().stream()
                .filter(n -> sites.contains(n.name()))
                .map(Node::output)
                .toList());
    Batch batch =
        new Batch(
            graph.inputs().stream()
                .map(ValueInfo::name)
                .map(name -> inputs.getOrDefault(name, Tensor.ofFloats(Shape.of(1), 0)))
                .toList(),
            List.of());
    try (TrainableGraph trainable =
        new TrainableGraph(session(), graph, TrainingForm.OPERATORS::of)) {
      Map<String, Moments> measured =
          MomentMeasurement.of(session(), trainable, List.of(batch), Set.copyOf(values.values()));
      Map<String, Moments> moments = new HashMap<>();
      values.forEach((node, value) -> moments.put(node, measured.get(value)));
      return Renormalization.insert(graph, moments);
    }
  }

  private static Map<String, Tensor> run(
      Graph graph, Map<String, Tensor> inputs, boolean training) {
    try (TrainableGraph trainable =
            new TrainableGraph(session(), graph, TrainingForm.OPERATORS::of);
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDList arrays = new NDList();
      graph
          .inputs()
          .forEach(
              i ->
                  arrays.add(
                      HostArrays.toNative(
                          session().manager(),
                          inputs.getOrDefault(i.name(), Tensor.ofFloats(Shape.of(1), 0)))));
      NDList results = trainable.forward(arrays, Hooks.NONE, training, List.of());
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      for (int i = 0; i < results.size(); i++) {
        outputs.put(
            graph.outputs().get(i).name(), HostArrays.toHost(results.get(i).stopGradient()));
      }
      return outputs;
    }
  }
}
