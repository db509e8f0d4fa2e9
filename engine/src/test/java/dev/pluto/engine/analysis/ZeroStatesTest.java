package dev.pluto.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Initial states of zeros are left out on import, others stay. */
class ZeroStatesTest {
  private final NetworkBuilder net = new NetworkBuilder(new Random(1));

  private Graph lstm(float h, float c) {
    net.input("x", 4, 1, 5);
    net.weight("w", 0, 1, 1, 12, 5);
    net.weight("r", 0, 1, 1, 12, 3);
    net.weight("scale", 1, 0.5, 2);
    net.integers("one", 1);
    net.integers("three", 3);
    net.integers("index", 0);
    net.node("shape", "Shape", Shape.of(3), Map.of(), "x");
    net.node("batch", "Gather", Shape.of(1), Map.of(), "shape", "one");
    Map<String, Attribute> front = Map.of("axis", new Attribute.IntValue(0));
    net.node("sizes", "Concat", Shape.of(3), front, "one", "batch", "three");
    filled("zeros", h);
    net.node("h", "Gather", Shape.of(1, 1, 3), front, "zeros", "index");
    filled("c", c);
    String y =
        net.node("y", "LSTM", Shape.of(4, 1, 1, 3), Map.of(), "x", "w", "r", "", "", "h", "c");
    return net.build(y);
  }

  private void filled(String name, float value) {
    Tensor tensor = Tensor.ofFloats(Shape.of(1), value);
    net.node(
        name,
        "ConstantOfShape",
        Shape.of(1, 1, 3),
        Map.of("value", new Attribute.TensorValue(tensor)),
        "sizes");
  }

  private static Graph simplified(Graph graph) {
    return new Simplifier(new Operators(BuiltInOperators.all())).simplify(graph);
  }

  @Test
  void zerosAndWhatComputesThemAreGone() {
    assertThat(simplified(lstm(0, 0)).nodes())
        .singleElement()
        .extracting(Node::inputs)
        .isEqualTo(List.of("x", "w", "r"));
  }

  @Test
  void otherStatesStayInTheirPlaces() {
    Graph graph = simplified(lstm(0, 0.5f));
    assertThat(graph.nodes().get(graph.nodes().size() - 1).inputs())
        .containsExactly("x", "w", "r", "", "", "", "c");
  }
}
