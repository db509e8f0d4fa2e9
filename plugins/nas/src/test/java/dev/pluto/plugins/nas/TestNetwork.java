package dev.pluto.plugins.nas;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.search.Restructuring;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.testkit.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Builds networks with one input "x" and asks the operator about them. */
final class TestNetwork {
  private static final long OPSET = 17;

  private final Random random = new Random(1);
  private final Graph.Builder graph = Graph.builder("network").opset("", OPSET);
  private final Shape input;

  TestNetwork(long... input) {
    this.input = Shape.of(input);
    graph.input(value("x", input.length));
  }

  private static ValueInfo value(String name, int rank) {
    List<Dimension> any = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      any.add(new Dimension.Symbol(""));
    }
    return new ValueInfo(name, DataType.FLOAT, Optional.of(any));
  }

  TestNetwork node(String name, String opType, String... inputs) {
    graph.node(new Node(name, "", opType, List.of(inputs), List.of(name), Map.of()));
    return this;
  }

  /** A convolution with a bias, padded by half of the kernel. */
  TestNetwork conv(String name, String x, int in, int out, int kernel, int stride, int group) {
    float[] filters = new float[out * in / group * kernel * kernel];
    for (int i = 0; i < filters.length; i++) {
      filters[i] = (float) (random.nextGaussian() / Math.sqrt(in * kernel * kernel));
    }
    float[] bias = new float[out];
    for (int i = 0; i < out; i++) {
      bias[i] = random.nextFloat();
    }
    graph.initializer(
        name + ".w", Tensor.ofFloats(Shape.of(out, in / group, kernel, kernel), filters));
    graph.initializer(name + ".b", Tensor.ofFloats(Shape.of(out), bias));
    long pad = kernel / 2;
    long step = stride;
    graph.node(
        new Node(
            name,
            "",
            "Conv",
            List.of(x, name + ".w", name + ".b"),
            List.of(name),
            Map.of(
                "group", new Attribute.IntValue(group),
                "pads", new Attribute.Ints(List.of(pad, pad, pad, pad)),
                "strides", new Attribute.Ints(List.of(step, step)))));
    return this;
  }

  TestNetwork output(String name, int rank) {
    graph.output(value(name, rank));
    return this;
  }

  Graph graph() {
    return graph.build();
  }

  Map<String, Shape> shapes() {
    return Map.of("x", input);
  }

  /** A random input. */
  Map<String, float[]> sample() {
    float[] values = new float[(int) input.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Map.of("x", values);
  }

  Restructuring restructuring(TestHost host, NasOptions options) {
    SearchContext context =
        host.searchContext(graph(), shapes(), new Capabilities(Map.of(), 1, List.of(), Set.of()));
    return new NasOperator().restructure(context, options);
  }
}
