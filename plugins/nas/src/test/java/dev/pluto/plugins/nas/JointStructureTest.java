package dev.pluto.plugins.nas;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.MaterializingEditor;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.engine.search.ConfiguredOperator;
import dev.pluto.engine.search.Proposals;
import dev.pluto.engine.train.Hooks;
import dev.pluto.engine.train.HostArrays;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.plugins.pruning.PruningOperator;
import dev.pluto.plugins.quantization.QuantizationOperator;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Frozen;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Phase;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.TrainingContext;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.testkit.ReferenceChip;
import dev.pluto.testkit.ReferenceNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Structures, widths and precisions together, as a search decides on them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JointStructureTest {
  private static final int DRAWS = 15;

  private final Operators operators = new Operators(BuiltInOperators.all());
  private final ReferenceNetwork network = new ReferenceNetwork(16);
  private final Graph given = network.graph();
  private final Proposals proposals = proposals();
  private final List<Decision> decisions = proposals.space().decisions();
  private TrainingSession session;

  @BeforeAll
  void open() {
    session = TrainingSession.open(1);
  }

  @AfterAll
  void close() {
    session.close();
  }

  private Proposals proposals() {
    Map<String, ConfiguredOperator<?>> all = new LinkedHashMap<>();
    all.put("pruning", ConfiguredOperator.of(new PruningOperator(), Map.of()));
    all.put("quantization", ConfiguredOperator.of(new QuantizationOperator(), Map.of("start", 0)));
    all.put("nas", ConfiguredOperator.of(new NasOperator(), Map.of()));
    return Proposals.of(
        given,
        network.inputShapes(),
        operators,
        new ReferenceChip().capabilities(),
        List.of(new OutputMeaning.ClassLogits(1)),
        all);
  }

  private int[] draw(Random random, Phase... free) {
    return decisions.stream()
        .mapToInt(d -> List.of(free).contains(d.phase()) ? random.nextInt(d.settings().size()) : 0)
        .toArray();
  }

  @Test
  void everyPhaseHasSomethingToDecide() {
    assertThat(decisions.stream().map(Decision::phase).distinct())
        .containsExactly(Phase.STRUCTURE, Phase.WIDTH, Phase.PRECISION);
    assertThat(decisions.stream().map(Decision::id))
        .contains(
            "nas/inner",
            "nas/add",
            "pruning/inner.low-rank.first",
            "quantization/inner.separable.depthwise");
  }

  @Test
  void nothingChangedIsTheGivenNetwork() {
    Tensor input = sample(1);
    try (TrainableGraph trained = trainable(proposals.graph())) {
      assertThat(difference(run(given, input), evaluate(trained, Hooks.NONE, input)))
          .isLessThan(1e-5);
    }
  }

  /** Branches and masks on the graph with everything in it; nodes and channels gone in the file. */
  @Test
  void whatIsSearchedIsWhatIsMaterialized() {
    Random random = new Random(5);
    try (TrainableGraph trained = trainable(proposals.graph())) {
      TrainingContext context = session.context(proposals.graph());
      List<Relaxation> relaxations = decisions.stream().map(d -> d.relax(context)).toList();
      for (int i = 0; i < DRAWS; i++) {
        int[] settings = draw(random, Phase.STRUCTURE, Phase.WIDTH);
        MaterializingEditor editor = new MaterializingEditor(proposals.graph(), proposals.facts());
        List<Hook> hooks = new ArrayList<>();
        proposals
            .space()
            .inForce(settings)
            .forEach(
                d -> {
                  relaxations.get(d).materialize(settings[d], editor);
                  hooks.addAll(relaxations.get(d).hooks(settings[d]));
                });
        Tensor input = sample(i);
        assertThat(
                difference(run(editor.result(), input), evaluate(trained, new Hooks(hooks), input)))
            .as("draw %d", i)
            .isLessThan(1e-4);
      }
      relaxations.forEach(Relaxation::close);
    }
  }

  /** The file of a frozen structure computes what was trained, quantizers on. */
  @Test
  void whatIsTrainedIsWhatIsExported() {
    Random random = new Random(6);
    for (int i = 0; i < DRAWS; i++) {
      int[] settings = draw(random, Phase.values());
      Graph frozenGraph = proposals.space().candidate(proposals.facts(), settings);
      TrainingContext context =
          session.context(
              frozenGraph, proposals.space().structures().of(settings).resolution()::standsFor);
      try (TrainableGraph trained = trainable(frozenGraph)) {
        List<Frozen> frozen =
            proposals
                .space()
                .inForce(settings)
                .mapToObj(d -> decisions.get(d).freeze(settings[d], context))
                .toList();
        Hooks hooks = new Hooks(frozen.stream().flatMap(f -> f.hooks().stream()).toList());
        frozen.forEach(f -> f.progress(1));
        Tensor input = sample(i);
        evaluate(trained, hooks, input);
        MaterializingEditor editor = new MaterializingEditor(trained.bake(), ChannelFacts.NONE);
        frozen.forEach(f -> f.finish(editor));
        Graph file = editor.result();
        assertThat(file.quantizations().keySet())
            .as("what is priced is what is quantized, draw %d", i)
            .isEqualTo(frozenGraph.quantizations().keySet());
        trained.replace(OnnxWriter.roundedBiases(file));
        assertThat(difference(run(file, input), evaluate(trained, hooks, input)))
            .as("draw %d", i)
            .isLessThan(0.02);
        frozen.forEach(Frozen::close);
      }
    }
  }

  private TrainableGraph trainable(Graph graph) {
    return new TrainableGraph(session, graph, operators::of);
  }

  private Tensor sample(long seed) {
    Map.Entry<String, Shape> shape = network.inputShapes().entrySet().iterator().next();
    float[] values = network.input(seed).values().iterator().next();
    return Tensor.ofFloats(shape.getValue(), values);
  }

  private float[] evaluate(TrainableGraph graph, Hooks hooks, Tensor input) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDList arrays = new NDList(HostArrays.toNative(session.manager(), input));
      return graph.evaluate(arrays, hooks).get(0).toFloatArray();
    }
  }

  private static float[] run(Graph graph, Tensor input) {
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(OnnxWriter.write(graph), "file", 1)) {
      return model.run(List.of(input)).get(0).floats();
    }
  }

  private static double difference(float[] expected, float[] actual) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest =
        IntStream.range(0, expected.length)
            .mapToDouble(i -> Math.abs(expected[i]))
            .max()
            .orElseThrow();
    return IntStream.range(0, expected.length)
            .mapToDouble(i -> Math.abs(expected[i] - actual[i]))
            .max()
            .orElseThrow()
        / largest;
  }
}
