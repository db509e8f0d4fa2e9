package dev.pluto.engine.analysis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.engine.structure.RandomAlternatives;
import dev.pluto.engine.structure.Supergraph;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.search.StructureDecision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/** Zeroing what sums over a channel and removing the channel from the file compute the same. */
class MaskedEqualsSlicedTest {
  private static final Map<String, Shape> INPUT = Map.of("x", Shape.of(1, 3, 4, 4));

  private final Operators operators = new Operators(BuiltInOperators.all());

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

  private void check(Graph graph, Map<String, Integer> branches, Random random) {
    Types types = new ShapeInference(operators).infer(graph, INPUT);
    ChannelFacts facts = new ChannelTracing(operators).trace(graph, types);
    Statistics.collect(facts.groups().isEmpty() ? "nothing to remove" : "channels removed");

    MaterializingEditor editor = new MaterializingEditor(graph, facts);
    branches.forEach(editor::choose);
    Map<String, Tensor> masked = new HashMap<>();
    for (ChannelGroup group : facts.groups()) {
      int[] kept = someOf(group.size(), random);
      if (kept.length < group.size()) {
        editor.keepChannels(group, kept);
        mask(graph, group, kept, masked);
      }
    }
    Graph sliced = editor.result();
    Types slicedTypes = new ShapeInference(operators).infer(sliced, INPUT);
    graph
        .outputs()
        .forEach(o -> assertThat(slicedTypes.of(o.name())).isEqualTo(types.of(o.name())));
    Graph.Builder zeroed = graph.toBuilder();
    masked.forEach(zeroed::initializer);
    assertSameOutputs(Resolution.of(zeroed.build(), branches).graph(), sliced, random);
  }

  private static int[] someOf(int size, Random random) {
    int always = random.nextInt(size);
    return IntStream.range(0, size).filter(i -> i == always || random.nextInt(3) > 0).toArray();
  }

  private static void mask(
      Graph graph, ChannelGroup group, int[] kept, Map<String, Tensor> masked) {
    for (ChannelGroup.Slot slot : group.weightSlots()) {
      if (slot.kind() != ChannelGroup.Slot.Kind.CONTRACTS) {
        continue;
      }
      Tensor tensor =
          masked.getOrDefault(slot.tensor(), graph.initializer(slot.tensor()).orElseThrow());
      float[] values = tensor.floats();
      long inner = 1;
      for (int axis = slot.axis() + 1; axis < tensor.shape().rank(); axis++) {
        inner *= tensor.shape().size(axis);
      }
      List<Integer> stay = IntStream.of(kept).boxed().toList();
      for (int channel = 0; channel < group.size(); channel++) {
        for (int index : slot.indices().get(channel)) {
          for (int i = 0; i < values.length; i++) {
            if (!stay.contains(channel) && i / inner % tensor.shape().size(slot.axis()) == index) {
              values[i] = 0;
            }
          }
        }
      }
      masked.put(slot.tensor(), Tensor.ofFloats(tensor.shape(), values));
    }
  }

  private static void assertSameOutputs(Graph expected, Graph actual, Random random) {
    float[] image = new float[3 * 4 * 4];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    Map<String, Tensor> input = Map.of("x", Tensor.ofFloats(Shape.of(1, 3, 4, 4), image));
    Map<String, Tensor> wanted = run(expected, input);
    Map<String, Tensor> got = run(actual, input);
    wanted.forEach(
        (name, tensor) -> {
          float[] a = tensor.floats();
          float[] b = requireNonNull(got.get(name)).floats();
          assertThat(b).hasSameSizeAs(a);
          double largest = 1;
          for (float value : a) {
            largest = Math.max(largest, Math.abs(value));
          }
          for (int i = 0; i < a.length; i++) {
            assertThat((double) b[i]).isCloseTo(a[i], within(1e-5 * largest));
          }
        });
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance);
  }

  private static Map<String, Tensor> run(Graph graph, Map<String, Tensor> input) {
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(OnnxWriter.write(graph), "network", 1)) {
      return model.run(input);
    }
  }
}
