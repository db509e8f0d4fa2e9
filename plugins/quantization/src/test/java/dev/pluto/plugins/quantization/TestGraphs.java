package dev.pluto.plugins.quantization;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small graphs to quantize. */
final class TestGraphs {
  private TestGraphs() {}

  static Node node(String name, String opType, List<String> inputs, String output) {
    return new Node(name, "", opType, inputs, List.of(output), Map.of());
  }

  static Tensor weight(long... shape) {
    Shape sizes = Shape.of(shape);
    float[] values = new float[Math.toIntExact(sizes.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i + 1);
    }
    return Tensor.ofFloats(sizes, values);
  }

  static Graph.Builder builder() {
    return Graph.builder("test")
        .opset("", 17)
        .input(new ValueInfo("x", DataType.FLOAT, Optional.empty()))
        .output(new ValueInfo("y", DataType.FLOAT, Optional.empty()));
  }

  /** x → Conv w1 → Relu → two Convs w2, w3 → Concat → MaxPool → Flatten → Gemm w4 → y. */
  static Graph branches() {
    return builder()
        .initializer("w1", weight(4, 3, 1, 1))
        .initializer("w2", weight(2, 4, 1, 1))
        .initializer("w3", weight(2, 4, 1, 1))
        .initializer("w4", weight(5, 4))
        .node(node("conv1", "Conv", List.of("x", "w1"), "a"))
        .node(node("relu1", "Relu", List.of("a"), "b"))
        .node(node("conv2", "Conv", List.of("b", "w2"), "c"))
        .node(node("conv3", "Conv", List.of("b", "w3"), "d"))
        .node(node("concat", "Concat", List.of("c", "d"), "e"))
        .node(node("pool", "MaxPool", List.of("e"), "f"))
        .node(node("flatten", "Flatten", List.of("f"), "g"))
        .node(
            node("gemm", "Gemm", List.of("g", "w4"), "y")
                .withAttribute("transB", new Attribute.IntValue(1)))
        .build();
  }
}
