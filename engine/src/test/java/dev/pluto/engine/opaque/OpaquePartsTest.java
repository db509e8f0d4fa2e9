package dev.pluto.engine.opaque;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pluto.engine.analysis.ChannelTracing;
import dev.pluto.engine.analysis.NetworkBuilder;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.RandomGraphs;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.TrainedOutputs;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.onnx.Branches;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.onnx.OpaqueExpansion;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.engine.train.TrainingForm;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.OpaquePart;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.operator.OperatorDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

/** What cannot be trained computes the same in parts, and nothing beside it is changed. */
class OpaquePartsTest {
  private static final Map<String, Shape> INPUT = Map.of("x", Shape.of(1, 3, 4, 4));

  /** The built-in operators without some: those that a random half of the types of a graph has. */
  private static Operators without(Graph graph, Random random) {
    Set<String> hidden = new HashSet<>();
    graph.nodes().stream()
        .map(Node::opType)
        .distinct()
        .filter(type -> random.nextInt(4) == 0)
        .forEach(hidden::add);
    List<OperatorDefinition> known =
        BuiltInOperators.all().stream().filter(d -> !hidden.contains(d.key().opType())).toList();
    return new Operators(known);
  }

  private static Map<String, Tensor> input(Random random) {
    Shape shape = Shape.of(1, 3, 4, 4);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Map.of("x", Tensor.ofFloats(shape, values));
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void partsAreWrittenAsTheNodesThatTheyAre(@ForAll long seed) {
    Random random = new Random(seed);
    Graph graph = RandomGraphs.graph(seed);
    Graph parted = OpaqueParts.of(graph, INPUT, without(graph, random)).graph();
    Statistics.collect(parted.nodes().stream().anyMatch(OpaquePart::is) ? "parts" : "no part");
    assertThat(OpaqueExpansion.expand(parted).nodes())
        .containsExactlyInAnyOrderElementsOf(graph.nodes());
    Map<String, Tensor> input = input(random);
    assertThat(TrainingForm.run(parted, input)).isEqualTo(TrainingForm.run(graph, input));
    assertThat(OnnxWriter.size(parted)).isEqualTo(OnnxWriter.write(parted).length);
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void trainingFormComputesWhatOnnxRuntimeComputes(@ForAll long seed) {
    Random random = new Random(seed);
    Graph graph = RandomGraphs.graph(seed);
    Graph parted = OpaqueParts.of(graph, INPUT, without(graph, random)).graph();
    Map<String, Tensor> input = input(random);
    try (TrainingSession session = TrainingSession.open(1)) {
      assertThat(
              TrainingForm.difference(
                  TrainingForm.run(graph, input), TrainingForm.evaluate(session, parted, input)))
          .isLessThan(1e-4);
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void channelsThatPartsReadStay(@ForAll long seed) {
    Graph graph = RandomGraphs.graph(seed);
    Operators operators = without(graph, new Random(seed));
    Graph parted = OpaqueParts.of(graph, INPUT, operators).graph();
    Set<String> read = new HashSet<>();
    parted.nodes().stream().filter(OpaquePart::is).forEach(p -> read.addAll(p.inputs()));
    Types types = new ShapeInference(operators).infer(parted, INPUT);
    for (ChannelGroup group : new ChannelTracing(operators).trace(parted, types).groups()) {
      assertThat(group.slots()).noneMatch(slot -> read.contains(slot.tensor()));
    }
  }

  /** x → conv → decided (If on the sum) → conv → gap → y. */
  private static Graph withCondition() {
    NetworkBuilder network = new NetworkBuilder(new Random(5));
    network.input("x", 1, 3, 4, 4);
    network.conv("first", "x", 6, 3, 1);
    network.unary("active", "Relu", "first");
    network.conv("second", "active", 5, 1, 1);
    network.unary("decided", "Identity", "second");
    network.conv("third", "decided", 4, 1, 1);
    Graph graph = network.build("third");
    List<Node> nodes =
        graph.nodes().stream()
            .flatMap(
                node ->
                    node.name().equals("decided")
                        ? List.of(
                            reduced("total", "second"),
                            new Node(
                                "positive",
                                "",
                                "Greater",
                                List.of("total", "zero"),
                                List.of("positive"),
                                Map.of()),
                            Branches.reluOrNegative("decided", "positive", "second", "decided"))
                            .stream()
                        : List.of(node).stream())
            .toList();
    return graph.toBuilder()
        .initializer("zero", Tensor.ofFloats(Shape.of(), 0))
        .nodes(nodes)
        .build();
  }

  private static Node reduced(String name, String of) {
    return new Node(
        name,
        "",
        "ReduceSum",
        List.of(of),
        List.of(name),
        Map.of("keepdims", new Attribute.IntValue(0)));
  }

  @Test
  void whatABranchReadsOutsideIsAnInput() {
    Graph graph = withCondition();
    OpaqueParts parts = OpaqueParts.of(graph, INPUT, TrainingForm.OPERATORS);
    assertThat(parts.members()).extracting(OpaqueParts.Member::operator).containsExactly("If");
    Node part = parts.graph().nodes().stream().filter(OpaquePart::is).findFirst().orElseThrow();
    assertThat(part.inputs()).containsExactlyInAnyOrder("positive", "second");
    Types types = new ShapeInference(TrainingForm.OPERATORS).infer(parts.graph(), INPUT);
    assertThat(new ChannelTracing(TrainingForm.OPERATORS).trace(parts.graph(), types).groups())
        .extracting(ChannelGroup::id)
        .containsExactly("first");
  }

  @Test
  void branchesFollowWhenWhatTheyReadIsRenamed() {
    Graph graph = withCondition();
    Graph parted = OpaqueParts.of(graph, INPUT, TrainingForm.OPERATORS).graph();
    List<Node> renamed =
        parted.nodes().stream()
            .map(
                node ->
                    node.withInputs(
                            node.inputs().stream()
                                .map(i -> i.equals("second") ? "other" : i)
                                .toList())
                        .withOutputs(
                            node.outputs().stream()
                                .map(o -> o.equals("second") ? "other" : o)
                                .toList()))
            .toList();
    Map<String, Tensor> input = input(new Random(2));
    assertThat(TrainingForm.run(parted.toBuilder().nodes(renamed).build(), input))
        .isEqualTo(TrainingForm.run(graph, input));
  }

  @Test
  void whatReadsSomethingOfUnknownSizeIsKeptToo() {
    NetworkBuilder network = new NetworkBuilder(new Random(5));
    network.input("x", 1, 3, 4, 4);
    network.conv("first", "x", 6, 3, 1);
    network.unary("places", "NonZero", "first");
    network.unary("numbers", "Neg", "places");
    Graph graph = network.build("numbers");
    OpaqueParts parts = OpaqueParts.of(graph, INPUT, TrainingForm.OPERATORS);
    assertThat(parts.members())
        .extracting(OpaqueParts.Member::operator, OpaqueParts.Member::reason)
        .containsExactly(
            tuple("NonZero", "operator NonZero has no definition"),
            tuple("Neg", "the shape of 'places' depends on the data"));
    assertThat(TrainedOutputs.of(parts.graph())).containsExactly("first");
  }

  @Test
  void writtenPartsAreFoundAgain() {
    Graph parted = OpaqueParts.of(withCondition(), INPUT, TrainingForm.OPERATORS).graph();
    Graph restored = OpaqueExpansion.restore(OpaqueExpansion.expand(parted), parted);
    assertThat(restored.nodes()).isEqualTo(parted.nodes());
  }
}
