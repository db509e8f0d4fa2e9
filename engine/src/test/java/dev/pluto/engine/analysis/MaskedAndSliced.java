package dev.pluto.engine.analysis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Compares a graph whose channels are masked with the graph from which they are removed. */
final class MaskedAndSliced {
  private static final Operators OPERATORS = new Operators(BuiltInOperators.all());

  private MaskedAndSliced() {}

  /**
   * Removes random channels of all groups of a graph, and compares.
   *
   * @param input name and shape of the input
   * @param branches by name of the choice, the first where none is given
   * @return the channels of the graph
   */
  static ChannelFacts check(
      Graph graph, Map<String, Shape> input, Map<String, Integer> branches, Random random) {
    Types types = new ShapeInference(OPERATORS).infer(graph, input);
    ChannelFacts facts = new ChannelTracing(OPERATORS).trace(graph, types);
    assertThat(facts.fixed()).allSatisfy(f -> assertThat(f.reason()).isNotBlank());

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
    Types slicedTypes = new ShapeInference(OPERATORS).infer(sliced, input);
    graph
        .outputs()
        .forEach(o -> assertThat(slicedTypes.of(o.name())).isEqualTo(types.of(o.name())));
    Graph.Builder zeroed = graph.toBuilder();
    masked.forEach(zeroed::initializer);
    assertSameOutputs(
        Resolution.of(zeroed.build(), branches).graph(), sliced, random(input, random));
    return facts;
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

  private static Map<String, Tensor> random(Map<String, Shape> shapes, Random random) {
    Map<String, Tensor> tensors = new HashMap<>();
    shapes.forEach(
        (name, shape) -> {
          float[] values = new float[Math.toIntExact(shape.elements())];
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
          }
          tensors.put(name, Tensor.ofFloats(shape, values));
        });
    return tensors;
  }

  private static void assertSameOutputs(Graph expected, Graph actual, Map<String, Tensor> input) {
    Map<String, Tensor> wanted = run(expected, input);
    if (wanted.values().stream().anyMatch(tensor -> !isFinite(tensor.floats()))) {
      // A masked channel that is infinite spoils what a removed one cannot.
      return;
    }
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

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance);
  }

  private static Map<String, Tensor> run(Graph graph, Map<String, Tensor> input) {
    byte[] file = OnnxWriter.write(graph);
    assertThat(OnnxWriter.write(OnnxReader.read(file, "again"))).isEqualTo(file);
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(file, "network", 1)) {
      return model.run(input);
    }
  }
}
