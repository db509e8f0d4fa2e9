package dev.pluto.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConstantBranchesTest {
  private static Graph graph(int condition) {
    return Graph.builder("branches")
        .opset("", 16)
        .input(SmallModels.floats("x", 2, 3))
        .output(SmallModels.floats("y", 2, 3))
        .initializer(
            "condition",
            Tensor.of(DataType.BOOL, Shape.of(), ByteBuffer.wrap(new byte[] {(byte) condition})))
        .node(SmallModels.node("before", "Sin", List.of("x"), "sine"))
        .node(Branches.reluOrNegative("if", "condition", "sine", "decided"))
        .node(SmallModels.node("after", "Exp", List.of("decided"), "y"))
        .build();
  }

  @Test
  void theBranchThatIsTakenStandsInThePlaceOfTheNode() {
    for (int condition : new int[] {0, 1}) {
      Graph graph = graph(condition);
      Graph inlined = ConstantBranches.inline(graph, graph::initializer);
      assertThat(inlined.nodes())
          .extracting(Node::opType)
          .containsExactly("Sin", condition == 1 ? "Relu" : "Neg", "Exp");
      SharedModels.assertSameOutputs(
          OnnxWriter.write(graph), OnnxWriter.write(inlined), "branches", 0);
    }
  }

  @Test
  void aConditionThatIsComputedStays() {
    Graph graph = graph(1);
    assertThat(ConstantBranches.inline(graph, name -> Optional.empty())).isSameAs(graph);
  }
}
