package dev.pluto.engine.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pluto.engine.analysis.NetworkBuilder;
import dev.pluto.engine.analysis.RandomGraphs;
import dev.pluto.engine.cost.TestDecision;
import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.search.Alternative;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.StructureDecision;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Which nodes a structure has, and which decisions act on them. */
class StructuresTest {
  private static final Map<String, Shape> INPUT = Map.of("x", Shape.of(1, 3, 4, 4));

  /** conv → relu → inner → add(relu) → head, where inner and the block have alternatives. */
  private final Graph graph = residual();

  private static Graph residual() {
    NetworkBuilder net = new NetworkBuilder(new Random(1));
    String relu = net.unary("relu", "Relu", net.conv("conv", net.input("x", 1, 3, 4, 4), 4, 3, 1));
    String inner = net.conv("inner", relu, 4, 3, 1);
    return net.build(net.conv("head", net.binary("add", "Add", inner, relu), 2, 1, 1));
  }

  private static StructureDecision other(String value, String input) {
    Node node =
        new Node(value + ".alt", "", "Abs", List.of(input), List.of(value + ".alt"), Map.of());
    return new TestStructure(
        "nas/" + value, value, List.of(new Alternative(List.of(node), Map.of(), value + ".alt")));
  }

  private static StructureDecision removed(String value, String input) {
    return new TestStructure(
        "nas/" + value, value, List.of(new Alternative(List.of(), Map.of(), input)));
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void theFirstBranchesAreTheGivenGraph(@ForAll long seed) {
    Graph given = RandomGraphs.graph(seed);
    List<StructureDecision> decisions = RandomAlternatives.of(given, INPUT, new Random(seed));
    Structures structures =
        new Structures(Supergraph.of(given, decisions), List.of(), List.copyOf(decisions));
    Graph first = structures.of(new int[decisions.size()]).graph();
    // Some of these networks compute values that nothing needs.
    assertThat(given.nodes()).containsSubsequence(first.nodes());
    assertThat(given.initializers()).containsAllEntriesOf(first.initializers());
    assertThat(first.outputs()).isEqualTo(given.outputs());
    first.outputs().forEach(o -> assertThat(first.producer(o.name())).isPresent());
  }

  @Test
  void whatComputesABranchGivesItsResultTheNameOfTheValue() {
    Structure structure = of(List.of(other("inner", "relu")), 1);
    assertThat(structure.graph().nodes().stream().map(Node::name))
        .containsExactly("conv", "relu", "inner.alt", "add", "head");
    assertThat(structure.graph().producer("inner").orElseThrow().name()).isEqualTo("inner.alt");
    assertThat(structure.graph().initializer("inner.w")).isEmpty();
    assertThat(structure.resolution().standsFor("inner.alt")).contains("inner");
    assertThat(structure.resolution().standsFor("inner@original")).isEmpty();
  }

  @Test
  void aValueThatOthersReadTakesThePlaceOfTheChoice() {
    Structure structure = of(List.of(removed("add", "relu")), 1);
    assertThat(structure.graph().nodes().stream().map(Node::name))
        .containsExactly("conv", "relu", "head");
    assertThat(structure.resolution().standsFor("add")).contains("relu");
    assertThat(structure.graph().producer("relu")).isPresent();
  }

  @Test
  void decisionsInsideOfAlternativesDependOnThem() {
    List<Decision> decisions =
        List.of(
            other("inner", "relu"),
            removed("add", "relu"),
            TestDecision.precision("w", List.of("inner.w", "relu"), List.of(Precision.INT8)),
            TestDecision.precision("alt", List.of("inner.alt"), List.of(Precision.UINT8)));
    Structures structures =
        new Structures(
            Supergraph.of(
                graph,
                List.of(
                    (StructureDecision) decisions.get(0), (StructureDecision) decisions.get(1))),
            List.of(),
            decisions);
    assertThat(structures.of(new int[4]).active().stream()).containsExactly(0, 1, 2);
    assertThat(structures.of(new int[] {1, 0, 0, 0}).active().stream()).containsExactly(0, 1, 3);
    assertThat(structures.of(new int[] {0, 1, 0, 0}).active().stream()).containsExactly(1);
    assertThat(structures.requirement(3)).isEqualTo(Map.of(0, 1, 1, 0));
    assertThat(structures.showing(new int[] {0, 1, 1, 1}, 3)).containsExactly(1, 0, 1, 1);
    assertThat(structures.showing(new int[] {1, 0, 0, 1}, 3)).containsExactly(1, 0, 0, 1);
  }

  /** A resumed run reads the graph of the search back. */
  @Test
  void aCheckpointCarriesTheChoices() {
    Graph all = Supergraph.of(graph, List.of(other("inner", "relu"), removed("add", "relu")));
    Graph read = OnnxReader.read(OnnxWriter.write(all), "checkpoint");
    assertThat(read.nodes()).isEqualTo(all.nodes());
    assertThat(read.initializers()).isEqualTo(all.initializers());
  }

  @Test
  void namesThatAreTakenAreRefused() {
    StructureDecision one = other("inner", "relu");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Supergraph.of(graph, List.of(one, one)))
        .withMessageContaining("'inner'");
    Node taken = new Node("new", "", "Abs", List.of("relu"), List.of("conv"), Map.of());
    StructureDecision clash =
        new TestStructure(
            "nas/inner", "inner", List.of(new Alternative(List.of(taken), Map.of(), "conv")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Supergraph.of(graph, List.of(clash)))
        .withMessageContaining("'conv', which is taken");
  }

  private Structure of(List<StructureDecision> decisions, int... settings) {
    return new Structures(Supergraph.of(graph, decisions), List.of(), List.copyOf(decisions))
        .of(settings);
  }
}
