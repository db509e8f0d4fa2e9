package dev.pluto.engine.train;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A node whose gradients are tested.
 *
 * @param input shape of its first input
 * @param weights shapes of its further inputs, by name
 * @param training whether it runs as in training
 */
record GradientCase(Node node, Shape input, Map<String, Shape> weights, boolean training) {
  @Override
  public String toString() {
    return node.opType() + node.attributes() + " " + input + weights;
  }

  private static GradientCase of(
      String opType, Map<String, Attribute> attributes, Shape input, Shape... weights) {
    Map<String, Shape> named = new LinkedHashMap<>();
    List<String> inputs = new ArrayList<>(List.of("x"));
    for (int i = 0; i < weights.length; i++) {
      named.put("w" + i, weights[i]);
      inputs.add("w" + i);
    }
    return new GradientCase(
        new Node("node", "", opType, inputs, List.of("y"), attributes), input, named, false);
  }

  private static Attribute ints(long... values) {
    return new Attribute.Ints(LongStream.of(values).boxed().toList());
  }

  private static Attribute number(long value) {
    return new Attribute.IntValue(value);
  }

  static Stream<GradientCase> all() {
    Shape map = Shape.of(2, 4, 5, 5);
    Map<String, Attribute> padded =
        Map.of("pads", ints(1, 0, 1, 2), "strides", ints(2, 1), "dilations", ints(1, 2));
    Map<String, Attribute> grouped = Map.of("pads", ints(1, 1, 1, 1), "group", number(2));
    Map<String, Attribute> depthwise = Map.of("pads", ints(1, 1, 1, 1), "group", number(4));
    Map<String, Attribute> window =
        Map.of("kernel_shape", ints(3, 2), "pads", ints(1, 0, 1, 1), "strides", ints(2, 1));
    Stream<GradientCase> weighted =
        Stream.of(
            of("Conv", padded, map, Shape.of(3, 4, 3, 2), Shape.of(3)),
            of("Conv", grouped, map, Shape.of(6, 2, 3, 3), Shape.of(6)),
            of("Conv", depthwise, map, Shape.of(4, 1, 3, 3), Shape.of(4)),
            of(
                "ConvTranspose",
                Map.of("strides", ints(2, 2)),
                Shape.of(2, 3, 3, 3),
                Shape.of(3, 2, 2, 2),
                Shape.of(2)),
            of("Gemm", Map.of("transB", number(1)), Shape.of(3, 4), Shape.of(5, 4), Shape.of(5)),
            of("MatMul", Map.of(), Shape.of(2, 3, 4), Shape.of(4, 2)),
            of(
                "RNN",
                Map.of("direction", new Attribute.Text("reverse")),
                Shape.of(3, 2, 2),
                Shape.of(1, 3, 2),
                Shape.of(1, 3, 3),
                Shape.of(1, 6)),
            of(
                "GRU",
                Map.of("direction", new Attribute.Text("bidirectional")),
                Shape.of(3, 2, 2),
                Shape.of(2, 9, 2),
                Shape.of(2, 9, 3),
                Shape.of(2, 18)),
            of(
                "GRU",
                Map.of("linear_before_reset", number(1)),
                Shape.of(3, 2, 2),
                Shape.of(1, 9, 2),
                Shape.of(1, 9, 3),
                Shape.of(1, 18)),
            of(
                "LSTM",
                Map.of("direction", new Attribute.Text("bidirectional")),
                Shape.of(3, 2, 2),
                Shape.of(2, 12, 2),
                Shape.of(2, 12, 3),
                Shape.of(2, 24)));
    Stream<GradientCase> shaped =
        Stream.of(
            of("AveragePool", window, map),
            of("MaxPool", window, map),
            of("GlobalAveragePool", Map.of(), map),
            of("GlobalMaxPool", Map.of(), map),
            of("DepthToSpace", Map.of("blocksize", number(2)), map),
            of(
                "DepthToSpace",
                Map.of("blocksize", number(2), "mode", new Attribute.Text("CRD")),
                map),
            of("Concat", Map.of("axis", number(1)), map, Shape.of(2, 2, 5, 5)),
            of("Softmax", Map.of("axis", number(1)), Shape.of(3, 4)),
            of("ReduceMean", Map.of("axes", ints(2, 3)), map),
            of("ReduceL2", Map.of("axes", ints(1)), map),
            of("ReduceProd", Map.of("axes", ints(0, 2)), Shape.of(2, 3, 2)),
            of("Slice", Map.of("starts", ints(1, -3), "ends", ints(4, 9), "axes", ints(1, 2)), map),
            of("LpPool", window, map),
            of("GlobalLpPool", Map.of(), map),
            of("LRN", Map.of("size", number(3), "alpha", new Attribute.FloatValue(1)), map),
            of("LpNormalization", Map.of("axis", number(1)), Shape.of(3, 4)),
            of("LpNormalization", Map.of("axis", number(1), "p", number(1)), Shape.of(3, 4)));
    Stream<GradientCase> bordered =
        Stream.of("constant", "reflect", "edge", "wrap")
            .map(
                mode ->
                    of(
                        "Pad",
                        Map.of(
                            "mode", new Attribute.Text(mode), "pads", ints(0, 0, 1, 2, 0, 0, 0, 3)),
                        map));
    Stream<GradientCase> resized =
        Stream.of("nearest", "linear")
            .map(
                mode ->
                    of(
                        "Upsample",
                        Map.of(
                            "mode",
                            new Attribute.Text(mode),
                            "scales",
                            new Attribute.Floats(List.of(1f, 1f, 2f, 1.6f))),
                        map));
    Stream<GradientCase> broadcast =
        Stream.of("Add", "Sub", "Mul", "Div", "PRelu")
            .flatMap(
                type ->
                    Stream.of(Shape.of(4, 1, 1), Shape.of(1), Shape.of(1, 4, 5, 1))
                        .map(shape -> of(type, Map.of(), map, shape)));
    Stream<GradientCase> activations =
        Stream.of(
                "Relu",
                "Sigmoid",
                "Tanh",
                "HardSwish",
                "HardSigmoid",
                "LeakyRelu",
                "Elu",
                "Softplus",
                "Mish",
                "Gelu",
                "Selu",
                "Celu",
                "Erf",
                "Abs",
                "Tan",
                "Atan",
                "Asinh",
                "Sinh",
                "Shrink",
                "Exp")
            .map(type -> of(type, Map.of(), Shape.of(4, 10)));
    Shape vector = Shape.of(4);
    GradientCase norm = of("BatchNormalization", Map.of(), map, vector, vector, vector, vector);
    Stream<GradientCase> normalization =
        Stream.of(
            norm,
            new GradientCase(norm.node(), norm.input(), norm.weights(), true),
            of("InstanceNormalization", Map.of(), map, vector, vector),
            of("GroupNormalization", Map.of("num_groups", number(2)), map, vector, vector),
            of(
                "GroupNormalization",
                Map.of("num_groups", number(2)),
                map,
                Shape.of(2),
                Shape.of(2)),
            of(
                "LayerNormalization",
                Map.of("axis", number(2)),
                map,
                Shape.of(5, 5),
                Shape.of(5, 5)),
            of("LayerNormalization", Map.of(), map, Shape.of(5)));
    return Stream.of(weighted, shaped, bordered, resized, broadcast, activations, normalization)
        .flatMap(s -> s);
  }
}
