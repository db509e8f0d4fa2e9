package dev.pluto.engine.onnx;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Graphs made by hand. */
public final class SmallModels {
  private SmallModels() {}

  /** Two convolutions, the second on the pooled output of the first, and both concatenated. */
  public static Graph convolutions() {
    Random random = new Random(3);
    return Graph.builder("convolutions")
        .opset("", 13)
        .input(floats("x", 1, 4, 8, 8))
        .output(floats("y", 1, 7, 4, 4))
        .metadata("author", "nobody")
        .initializer("w1", randomTensor(random, 4, 4, 3, 3))
        .initializer("b1", randomTensor(random, 4))
        .initializer("w2", randomTensor(random, 3, 4, 1, 1))
        .node(
            node("conv1", "Conv", List.of("x", "w1", "b1"), "c1")
                .withAttribute("pads", ints(1, 1, 1, 1)))
        .node(node("relu1", "Relu", List.of("c1"), "r1"))
        .node(
            node("pool", "MaxPool", List.of("r1"), "p1")
                .withAttribute("kernel_shape", ints(2, 2))
                .withAttribute("strides", ints(2, 2)))
        .node(node("conv2", "Conv", List.of("p1", "w2"), "c2"))
        .node(
            node("concat", "Concat", List.of("p1", "c2"), "y")
                .withAttribute("axis", new Attribute.IntValue(1)))
        .build();
  }

  /** A node of ONNX's own operators without attributes. */
  public static Node node(String name, String opType, List<String> inputs, String... outputs) {
    return new Node(name, "", opType, inputs, List.of(outputs), Map.of());
  }

  public static Attribute ints(Integer... values) {
    return new Attribute.Ints(Arrays.stream(values).map(Integer::longValue).toList());
  }

  public static ValueInfo floats(String name, Integer... sizes) {
    List<Dimension> dimensions =
        Arrays.stream(sizes).map(s -> (Dimension) new Dimension.Fixed(s)).toList();
    return new ValueInfo(name, DataType.FLOAT, Optional.of(dimensions));
  }

  public static Tensor randomTensor(Random random, long... sizes) {
    Shape shape = Shape.of(sizes);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return Tensor.ofFloats(shape, values);
  }
}
