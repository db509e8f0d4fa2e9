package dev.pluto.testkit;

import dev.pluto.spi.Api;
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

/**
 * A small convolutional network with a skip connection and random weights: stem, residual block,
 * global pooling, classifier.
 *
 * @param width channels of the stem and of the residual stream
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record ReferenceNetwork(int width) {
  private static final String INPUT = "image";
  private static final Shape IMAGE = Shape.of(1, 3, 12, 12);
  private static final long CLASSES = 5;
  private static final long OPSET = 17;

  /** Shapes of the inputs, batch 1. */
  public Map<String, Shape> inputShapes() {
    return Map.of(INPUT, IMAGE);
  }

  /** A random input. */
  public Map<String, float[]> input(long seed) {
    return Map.of(INPUT, gaussian(new Random(seed), IMAGE, 1));
  }

  /** The network. */
  public Graph graph() {
    Random random = new Random(width);
    Graph.Builder builder =
        Graph.builder("reference")
            .opset("", OPSET)
            .input(value(INPUT, IMAGE))
            .output(value("logits", Shape.of(1, CLASSES)));
    convolution(builder, random, "stem", INPUT, 3, width);
    node(builder, "stem.relu", "Relu", List.of("stem.out"), Map.of());
    convolution(builder, random, "inner", "stem.relu.out", width, 2L * width);
    node(builder, "inner.relu", "Relu", List.of("inner.out"), Map.of());
    convolution(builder, random, "outer", "inner.relu.out", 2L * width, width);
    node(builder, "add", "Add", List.of("outer.out", "stem.relu.out"), Map.of());
    node(builder, "add.relu", "Relu", List.of("add.out"), Map.of());
    node(builder, "pool", "GlobalAveragePool", List.of("add.relu.out"), Map.of());
    node(builder, "flatten", "Flatten", List.of("pool.out"), Map.of());
    weight(builder, random, "classifier.weight", Shape.of(CLASSES, width));
    weight(builder, random, "classifier.bias", Shape.of(CLASSES));
    return builder
        .node(
            new Node(
                "classifier",
                "",
                "Gemm",
                List.of("flatten.out", "classifier.weight", "classifier.bias"),
                List.of("logits"),
                Map.of("transB", new Attribute.IntValue(1))))
        .build();
  }

  private static void convolution(
      Graph.Builder builder, Random random, String name, String input, long in, long out) {
    weight(builder, random, name + ".weight", Shape.of(out, in, 3, 3));
    weight(builder, random, name + ".bias", Shape.of(out));
    node(
        builder,
        name,
        "Conv",
        List.of(input, name + ".weight", name + ".bias"),
        Map.of(
            "kernel_shape", new Attribute.Ints(List.of(3L, 3L)),
            "pads", new Attribute.Ints(List.of(1L, 1L, 1L, 1L))));
  }

  private static void node(
      Graph.Builder builder,
      String name,
      String opType,
      List<String> inputs,
      Map<String, Attribute> attributes) {
    builder.node(new Node(name, "", opType, inputs, List.of(name + ".out"), attributes));
  }

  private static void weight(Graph.Builder builder, Random random, String name, Shape shape) {
    double fan = shape.rank() == 1 ? 10 : (double) shape.elements() / shape.size(0);
    builder.initializer(name, Tensor.ofFloats(shape, gaussian(random, shape, Math.sqrt(2 / fan))));
  }

  private static float[] gaussian(Random random, Shape shape, double deviation) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  private static ValueInfo value(String name, Shape shape) {
    List<Dimension> dimensions =
        Arrays.stream(shape.sizes()).<Dimension>mapToObj(Dimension.Fixed::new).toList();
    return new ValueInfo(name, DataType.FLOAT, Optional.of(dimensions));
  }
}
