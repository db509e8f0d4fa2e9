package dev.pluto.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients of a random projection of the output, with respect to weights and input, against
 * central differences.
 */
class GradientsTest {
  private static final float STEP = 0.01f;

  /** Numbers are multiples of this and a half, so that no step crosses a kink. */
  private static final double SPACING = 0.05;

  /** Of the largest gradient; differences of 32-bit numbers are not more exact. */
  private static final double TOLERANCE = 5e-3;

  private record Case(Node node, Shape input, Map<String, Shape> weights, boolean training) {
    @Override
    public String toString() {
      return node.opType() + node.attributes() + " " + input + weights;
    }
  }

  private static Case of(
      String opType, Map<String, Attribute> attributes, Shape input, Shape... weights) {
    Map<String, Shape> named = new LinkedHashMap<>();
    List<String> inputs = new java.util.ArrayList<>(List.of("x"));
    for (int i = 0; i < weights.length; i++) {
      named.put("w" + i, weights[i]);
      inputs.add("w" + i);
    }
    return new Case(
        new Node("node", "", opType, inputs, List.of("y"), attributes), input, named, false);
  }

  private static Attribute ints(long... values) {
    return new Attribute.Ints(LongStream.of(values).boxed().toList());
  }

  private static Attribute number(long value) {
    return new Attribute.IntValue(value);
  }

  static Stream<Case> cases() {
    Shape map = Shape.of(2, 4, 5, 5);
    Map<String, Attribute> padded =
        Map.of("pads", ints(1, 0, 1, 2), "strides", ints(2, 1), "dilations", ints(1, 2));
    Map<String, Attribute> grouped = Map.of("pads", ints(1, 1, 1, 1), "group", number(2));
    Map<String, Attribute> depthwise = Map.of("pads", ints(1, 1, 1, 1), "group", number(4));
    Map<String, Attribute> window =
        Map.of("kernel_shape", ints(3, 2), "pads", ints(1, 0, 1, 1), "strides", ints(2, 1));
    Stream<Case> weighted =
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
            of("MatMul", Map.of(), Shape.of(2, 3, 4), Shape.of(4, 2)));
    Stream<Case> shaped =
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
    Stream<Case> bordered =
        Stream.of("constant", "reflect", "edge", "wrap")
            .map(
                mode ->
                    of(
                        "Pad",
                        Map.of(
                            "mode", new Attribute.Text(mode), "pads", ints(0, 0, 1, 2, 0, 0, 0, 3)),
                        map));
    Stream<Case> resized =
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
    Stream<Case> broadcast =
        Stream.of("Add", "Sub", "Mul", "Div", "PRelu")
            .flatMap(
                type ->
                    Stream.of(Shape.of(4, 1, 1), Shape.of(1), Shape.of(1, 4, 5, 1))
                        .map(shape -> of(type, Map.of(), map, shape)));
    Stream<Case> activations =
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
    Case norm = of("BatchNormalization", Map.of(), map, vector, vector, vector, vector);
    Stream<Case> normalization =
        Stream.of(
            norm,
            new Case(norm.node(), norm.input(), norm.weights(), true),
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

  @ParameterizedTest
  @MethodSource("cases")
  void followDifferences(Case c) {
    Random random = new Random(17);
    Graph.Builder builder =
        Graph.builder("one node")
            .opset("", c.node().opType().equals("Gelu") ? 20 : 17)
            .input(new ValueInfo("x", DataType.FLOAT, Optional.empty()))
            .output(new ValueInfo("y", DataType.FLOAT, Optional.empty()))
            .node(c.node());
    c.weights()
        .forEach(
            (name, shape) -> {
              boolean positive = name.equals("w3") || c.node().opType().equals("Div");
              builder.initializer(name, spaced(shape, random, positive));
            });
    Tensor x = spaced(c.input(), random, false);
    try (TrainingSession session = TrainingSession.open(1);
        TrainableGraph graph =
            new TrainableGraph(session, builder.build(), TrainingForm.OPERATORS::of)) {
      Evaluation evaluation = new Evaluation(session, graph, c.training(), random.nextLong());
      Map<String, float[]> gradients = evaluation.gradients(x);
      compare(
          "x",
          gradients,
          x.floats(),
          values -> evaluation.value(Tensor.ofFloats(c.input(), values)));
      graph
          .weights()
          .forEach(
              (name, array) ->
                  compare(
                      name,
                      gradients,
                      array.toFloatArray(),
                      values -> {
                        evaluation.write(array, values);
                        return evaluation.value(x);
                      }));
    }
  }

  private interface Function {
    double at(float[] values);
  }

  private static void compare(
      String name, Map<String, float[]> gradients, float[] values, Function function) {
    float[] gradient = gradients.get(name);
    assertThat(gradient).as(name).isNotNull();
    if (gradient == null) {
      throw new AssertionError(name);
    }
    double largest = 1e-2;
    for (float g : gradient) {
      largest = Math.max(largest, Math.abs(g));
    }
    for (int i = 0; i < values.length; i++) {
      float[] changed = values.clone();
      changed[i] = values[i] + STEP;
      double up = function.at(changed);
      changed[i] = values[i] - STEP;
      double down = function.at(changed);
      double expected = (up - down) / (2 * STEP);
      assertThat(Math.abs(gradient[i] - expected))
          .as("%s[%d]: %g beside %g", name, i, gradient[i], expected)
          .isLessThan(TOLERANCE * largest);
    }
    function.at(values);
  }

  /** Different numbers between −1 and 1 or so, in random order. */
  private static Tensor spaced(Shape shape, Random random, boolean positive) {
    int n = Math.toIntExact(shape.elements());
    float[] values = new float[n];
    List<Integer> order = new java.util.ArrayList<>();
    for (int i = 0; i < n; i++) {
      order.add(i);
    }
    java.util.Collections.shuffle(order, random);
    double spacing = Math.max(SPACING, 2.0 / n);
    for (int i = 0; i < n; i++) {
      values[i] =
          (float) (positive ? 1 + spacing * order.get(i) : spacing * (order.get(i) - n / 2 + 0.5));
    }
    return Tensor.ofFloats(shape, values);
  }

  /** The projection and its gradients. */
  private record Evaluation(
      TrainingSession session, TrainableGraph graph, boolean training, long seed) {
    double value(Tensor x) {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray input = HostArrays.toNative(session.manager(), x);
        float[] y =
            TrainableGraph.withoutGradient(
                    () -> graph.forward(new NDList(input), Hooks.NONE, training))
                .singletonOrThrow()
                .toFloatArray();
        float[] factors = factors(y.length);
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
          sum += (double) y[i] * factors[i];
        }
        return sum;
      }
    }

    Map<String, float[]> gradients(Tensor x) {
      Map<String, float[]> gradients = new LinkedHashMap<>();
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray input = HostArrays.toNative(session.manager(), x);
        input.setRequiresGradient(true);
        JniUtils.setGradMode(true);
        NDArray y = graph.forward(new NDList(input), Hooks.NONE, training).singletonOrThrow();
        NDArray factors =
            session.manager().create(factors((int) y.size()), y.getShape()).duplicate();
        NDArray sum = y.mul(factors).sum();
        JniUtils.backward((PtNDArray) sum, (PtNDArray) sum.onesLike(), false, false);
        gradients.put("x", input.getGradient().toFloatArray());
        graph.weights().forEach((n, w) -> gradients.put(n, w.getGradient().toFloatArray()));
      } finally {
        JniUtils.setGradMode(false);
      }
      return gradients;
    }

    private float[] factors(int count) {
      Random random = new Random(seed);
      float[] factors = new float[count];
      for (int i = 0; i < count; i++) {
        factors[i] = (float) random.nextGaussian();
      }
      return factors;
    }

    void write(NDArray weight, float[] values) {
      try (NDArray source = session.manager().create(values, weight.getShape())) {
        session.copy(List.of(source), List.of(weight));
      }
    }
  }
}
