package dev.pluto.cli.demo;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Attribute.FloatValue;
import dev.pluto.spi.graph.Attribute.IntValue;
import dev.pluto.spi.graph.Attribute.Ints;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Dimension.Fixed;
import dev.pluto.spi.graph.Dimension.Symbol;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * An untrained residual network: a convolution, then per stage one block of two convolutions with a
 * skip connection, which is a projection where the width changes.
 */
final class ResidualNetwork {
  private static final long OPSET = 13;
  private static final float EPSILON = 1e-5f;
  private static final int CHANNELS = 3;

  private final Graph.Builder graph = Graph.builder("residual-network");
  private final Random random;

  private ResidualNetwork(Random random) {
    this.random = random;
  }

  /** A network for square images, with weights drawn as He et al. (2015) do. */
  static Graph build(int side, List<Integer> widths, int classes, long seed) {
    return new ResidualNetwork(new Random(seed)).build(side, widths, classes);
  }

  private Graph build(int side, List<Integer> widths, int classes) {
    graph.opset("", OPSET);
    graph.input(
        info("image", new Symbol("N"), new Fixed(CHANNELS), new Fixed(side), new Fixed(side)));
    int width = widths.get(0);
    String value = relu("stem", convolution("stem", "image", CHANNELS, width, 3, 1));
    for (int stage = 0; stage < widths.size(); stage++) {
      value = block("stage" + (stage + 1), value, width, widths.get(stage), stage == 0 ? 1 : 2);
      width = widths.get(stage);
    }
    value = node("pool", "GlobalAveragePool", List.of(value), Map.of());
    value = node("flatten", "Flatten", List.of(value), Map.of("axis", new IntValue(1)));
    graph.initializer("classifier.weight", weights(width, width, classes));
    graph.initializer("classifier.bias", constant(classes, 0));
    graph.node(
        new Node(
            "classifier",
            "",
            "Gemm",
            List.of(value, "classifier.weight", "classifier.bias"),
            List.of("scores"),
            Map.of()));
    graph.output(info("scores", new Symbol("N"), new Fixed(classes)));
    return graph.build();
  }

  private String block(String name, String input, int from, int to, int stride) {
    String first = relu(name + ".1", convolution(name + ".conv1", input, from, to, 3, stride));
    String second = convolution(name + ".conv2", first, to, to, 3, 1);
    String skip =
        from == to && stride == 1
            ? input
            : convolution(name + ".projection", input, from, to, 1, stride);
    String sum = node(name + ".add", "Add", List.of(second, skip), Map.of());
    return relu(name, sum);
  }

  /** A convolution with batch normalization. */
  private String convolution(String name, String input, int from, int to, int kernel, int stride) {
    graph.initializer(name + ".weight", weights(from * kernel * kernel, to, from, kernel, kernel));
    long padding = kernel / 2;
    String convolved =
        node(
            name,
            "Conv",
            List.of(input, name + ".weight"),
            Map.of(
                "kernel_shape", new Ints(List.of((long) kernel, (long) kernel)),
                "strides", new Ints(List.of((long) stride, (long) stride)),
                "pads", new Ints(Collections.nCopies(4, padding))));
    List<String> inputs = new ArrayList<>(List.of(convolved));
    for (String part : List.of("scale", "shift", "mean", "variance")) {
      String tensor = name + ".norm." + part;
      boolean one = part.equals("scale") || part.equals("variance");
      graph.initializer(tensor, constant(to, one ? 1 : 0));
      inputs.add(tensor);
    }
    return node(
        name + ".norm", "BatchNormalization", inputs, Map.of("epsilon", new FloatValue(EPSILON)));
  }

  private String relu(String name, String input) {
    return node(name + ".relu", "Relu", List.of(input), Map.of());
  }

  private String node(
      String name, String operator, List<String> inputs, Map<String, Attribute> attributes) {
    String output = name + ".out";
    graph.node(new Node(name, "", operator, inputs, List.of(output), attributes));
    return output;
  }

  /** Normally distributed weights that keep the variance through a ReLU. */
  private Tensor weights(int fanIn, int... sizes) {
    Shape shape = Shape.of(Arrays.stream(sizes).asLongStream().toArray());
    float[] values = new float[Math.toIntExact(shape.elements())];
    double deviation = Math.sqrt(2.0 / fanIn);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return Tensor.ofFloats(shape, values);
  }

  private static Tensor constant(int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return Tensor.ofFloats(Shape.of(size), values);
  }

  private static ValueInfo info(String name, Dimension... dimensions) {
    return new ValueInfo(name, DataType.FLOAT, Optional.of(List.of(dimensions)));
  }
}
