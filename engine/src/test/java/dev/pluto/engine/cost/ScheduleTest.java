package dev.pluto.engine.cost;

import static dev.pluto.engine.cost.TestMetric.MACS;
import static dev.pluto.engine.cost.TestMetric.PARAMETERS;
import static dev.pluto.engine.cost.TestMetric.PEAK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.analysis.NetworkBuilder;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.engine.structure.Structures;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.hardware.Fusion;
import dev.pluto.spi.search.Decision;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A residual block, counted by hand. In floats: x 3·16 (192 bytes), everything in the block 8·16
 * (512 bytes), pooled and flat 8 (32 bytes), the output 3 (12 bytes).
 */
class ScheduleTest {
  private final Graph graph = residualBlock();

  private static Graph residualBlock() {
    NetworkBuilder net = new NetworkBuilder(new Random(1));
    String a = net.conv("a", net.input("x", 1, 3, 4, 4), 8, 3, 1);
    String relu = net.unary("relu", "Relu", a);
    String b = net.conv("b", relu, 8, 3, 1);
    String sum = net.binary("sum", "Add", b, relu);
    String flat = net.flatten("flat", net.globalAveragePool("pool", sum));
    return net.build(net.gemm("head", flat, 3));
  }

  @Test
  void everyValueLivesFromItsProductionToItsLastUse() {
    Operators operators = new Operators(BuiltInOperators.all());
    Map<String, TensorType> types =
        new ShapeInference(operators).infer(graph, Map.of("x", Shape.of(1, 3, 4, 4))).types();
    TensorForms forms =
        new TensorForms(
            Structures.concrete(graph).of(new int[0]),
            types,
            new DecisionEffects(List.of(), List.of()));
    KernelPlan plan = new KernelPlan(graph, Fusion.byRules(graph, List.of()), forms, operators);
    assertThat(plan.slots().stream().map(KernelPlan.Slot::live))
        .containsExactly(
            List.of("a", "x"),
            List.of("a", "relu"),
            List.of("b", "relu"),
            List.of("b", "relu", "sum"),
            List.of("pool", "sum"),
            List.of("flat", "pool"),
            List.of("flat", "head"));
  }

  @Test
  void thePeakIsAtTheAdditionWhereThreeMapsLive() {
    assertThat(cost(false, List.of())[PEAK]).isEqualTo(3 * 512);
  }

  @Test
  void macsAndParameters() {
    double[] cost = cost(false, List.of());
    assertThat(cost[MACS]).isEqualTo(3 * 8 * 9 * 16 + 8 * 8 * 9 * 16 + 8 * 3);
    assertThat(cost[PARAMETERS]).isEqualTo((3 * 8 * 9 + 8) + (8 * 8 * 9 + 8) + (8 * 3 + 3));
  }

  @Test
  void aFusedKernelNeverStoresWhatIsInside() {
    TestSpace fused = TestSpace.of(graph, true, List.of());
    assertThat(fused.model().cost(new int[0])[PEAK]).isEqualTo(3 * 512);
    NetworkBuilder net = new NetworkBuilder(new Random(1));
    Graph chain =
        net.build(net.unary("relu", "Relu", net.conv("a", net.input("x", 1, 3, 4, 4), 8, 3, 1)));
    assertThat(TestSpace.costs(chain, false)[PEAK]).isEqualTo(512 + 512);
    assertThat(TestSpace.costs(chain, true)[PEAK]).isEqualTo(192 + 512);
  }

  @Test
  void quantizedValuesTakeAByteAnElement() {
    Decision shortcut = TestDecision.precision("relu", List.of("relu"), List.of(Precision.UINT8));
    assertThat(cost(false, List.of(shortcut))[PEAK]).isEqualTo(512 + 128 + 512);
  }

  @Test
  void halfTheChannelsTakeHalfTheMemory() {
    List<Decision> widths =
        TestSpace.of(graph, false, List.of()).facts().groups().stream()
            .<Decision>map(g -> TestDecision.width(g, List.of(8, 4)))
            .toList();
    assertThat(widths).as("one group through the whole block").hasSize(1);
    assertThat(cost(false, widths)[PEAK]).isEqualTo(3 * 256);
  }

  /** A caller gives floats; a kernel in front of everything makes bytes of them. */
  @Test
  void aQuantizedInputIsConvertedFirst() {
    NetworkBuilder net = new NetworkBuilder(new Random(1));
    Graph small = net.build(net.conv("a", net.input("x", 1, 3, 4, 4), 1, 3, 1));
    Decision input = TestDecision.precision("x", List.of("x"), List.of(Precision.UINT8));
    TestSpace space = TestSpace.of(small, false, List.of(input));
    assertThat(space.model().cost(new int[] {0})[PEAK]).isEqualTo(192 + 64);
    assertThat(space.model().cost(new int[] {1})[PEAK]).isEqualTo(192 + 48);
  }

  private double[] cost(boolean fused, List<Decision> decisions) {
    TestSpace space = TestSpace.of(graph, fused, decisions);
    int[] last = space.model().unchanged();
    for (int d = 0; d < last.length; d++) {
      last[d] = decisions.get(d).settings().size() - 1;
    }
    return space.model().cost(last);
  }
}
