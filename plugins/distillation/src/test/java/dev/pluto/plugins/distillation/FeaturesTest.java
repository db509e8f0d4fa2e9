package dev.pluto.plugins.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.graph.ValueInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  private static Node node(String opType, String output, String... inputs) {
    return new Node(output, "", opType, List.of(inputs), List.of(output), Map.of());
  }

  private static TensorType map(long channels, long side) {
    return new TensorType(DataType.FLOAT, dev.pluto.spi.graph.Shape.of(1, channels, side, side));
  }

  @Test
  void featuresAreTheEndsOfBlocksOnceForEachSize() {
    Graph graph =
        Graph.builder("blocks")
            .opset("", 13)
            .input(new ValueInfo("x", DataType.FLOAT, Optional.empty()))
            .node(node("Relu", "stem", "x"))
            .node(node("Sigmoid", "inner", "stem"))
            .node(node("Add", "first", "inner", "stem"))
            .node(node("Relu", "last", "first"))
            .node(node("MaxPool", "half", "last"))
            .node(node("Relu", "left", "half"))
            .node(node("Sigmoid", "right", "half"))
            .node(node("Mul", "joined", "left", "right"))
            .node(node("GlobalAveragePool", "pooled", "joined"))
            .node(node("Flatten", "y", "pooled"))
            .output(new ValueInfo("y", DataType.FLOAT, Optional.empty()))
            .build();
    Map<String, TensorType> types = new HashMap<>();
    List.of("x", "stem", "inner", "first", "last").forEach(v -> types.put(v, map(4, 8)));
    List.of("half", "left", "right", "joined").forEach(v -> types.put(v, map(4, 4)));
    types.put("pooled", map(4, 1));
    types.put("y", new TensorType(DataType.FLOAT, dev.pluto.spi.graph.Shape.of(1, 4)));
    assertThat(Bottlenecks.of(graph, types, List.of())).containsExactly("last", "joined");
  }

  @Test
  void aValueThatTheUserSeesEarlyLeavesNoBottleneck() {
    Graph graph =
        Graph.builder("two")
            .opset("", 13)
            .input(new ValueInfo("x", DataType.FLOAT, Optional.empty()))
            .node(node("Relu", "early", "x"))
            .node(node("Relu", "late", "early"))
            .node(node("Relu", "y", "late"))
            .output(new ValueInfo("early", DataType.FLOAT, Optional.empty()))
            .output(new ValueInfo("y", DataType.FLOAT, Optional.empty()))
            .build();
    Map<String, TensorType> types = new HashMap<>();
    List.of("x", "early", "late", "y").forEach(v -> types.put(v, map(4, 8)));
    assertThat(Bottlenecks.of(graph, types, List.of())).isEmpty();
  }

  @Test
  void aSequenceWhoseChannelsComeLastIsNoMap() {
    Graph graph =
        Graph.builder("sequence")
            .opset("", 13)
            .input(new ValueInfo("x", DataType.FLOAT, Optional.empty()))
            .node(node("Relu", "steps", "x"))
            .node(node("Relu", "y", "steps"))
            .output(new ValueInfo("y", DataType.FLOAT, Optional.empty()))
            .build();
    TensorType sequence = new TensorType(DataType.FLOAT, dev.pluto.spi.graph.Shape.of(1, 8, 4));
    Map<String, TensorType> types = Map.of("x", sequence, "steps", sequence, "y", sequence);
    List<int[]> channels = List.of(new int[] {0}, new int[] {1}, new int[] {2}, new int[] {3});
    ChannelGroup.Slot slot =
        new ChannelGroup.Slot("steps", 2, ChannelGroup.Slot.Kind.VALUE, channels);
    ChannelGroup group = new ChannelGroup("steps", 4, List.of(slot));
    assertThat(Bottlenecks.of(graph, types, List.of())).containsExactly("steps");
    assertThat(Bottlenecks.of(graph, types, List.of(group))).isEmpty();
  }

  @Test
  void mapsOfOtherWidthsAndScalesAreEqualWhereTheyLookAtTheSame() {
    NDArray original = manager.randomNormal(new Shape(2, 3, 4, 4));
    NDArray doubled = original.concat(original, 1).mul(5);
    assertThat(AttentionMaps.distance(doubled, original).getFloat()).isCloseTo(0, offset(1e-6f));
  }

  @Test
  void mapsThatLookElsewhereAreAtTheLargestDistance() {
    NDArray left = manager.create(new float[] {1, 0, 2, 0}, new Shape(1, 2, 1, 2));
    NDArray right = manager.create(new float[] {0, 3}, new Shape(1, 1, 1, 2));
    assertThat(AttentionMaps.distance(left, right).getFloat()).isCloseTo(2, offset(1e-6f));
  }

  @Test
  void mapsOfZerosHaveFiniteGradients() {
    NDArray zero = manager.zeros(new Shape(1, 2, 2, 2));
    zero.setRequiresGradient(true);
    try (GradientCollector collector = ai.djl.engine.Engine.getInstance().newGradientCollector()) {
      collector.backward(AttentionMaps.distance(zero, manager.ones(new Shape(1, 2, 2, 2))));
    }
    for (float gradient : zero.getGradient().toFloatArray()) {
      assertThat(gradient).isFinite();
    }
  }
}
