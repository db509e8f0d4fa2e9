package dev.pluto.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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

  @ParameterizedTest
  @MethodSource("dev.pluto.engine.train.GradientCase#all")
  void followDifferences(GradientCase c) {
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
                    () -> graph.forward(new NDList(input), Hooks.NONE, training, List.of()))
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
        NDArray y =
            graph.forward(new NDList(input), Hooks.NONE, training, List.of()).singletonOrThrow();
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
