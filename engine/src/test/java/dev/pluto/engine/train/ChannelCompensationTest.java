package dev.pluto.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.pluto.engine.analysis.NetworkBuilder;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.search.Hook;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Weights are fitted to the channels that are left. */
class ChannelCompensationTest {
  private static final int CHANNELS = 8;
  private static final int KEPT = 4;
  private final TrainingSession session = TrainingSession.open(1);

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void channelsThatOthersRepeatAreMissedByNobody() {
    Graph graph = network();
    double before = difference(graph, false);
    double after = difference(graph, true);
    assertThat(before).isGreaterThan(0.05);
    assertThat(after).isLessThan(1e-2);
  }

  @Test
  void whereNothingIsGoneNothingChanges() {
    Graph graph = network();
    try (TrainableGraph original = new TrainableGraph(session, graph, TrainingForm.OPERATORS::of);
        TrainableGraph changed = new TrainableGraph(session, graph, TrainingForm.OPERATORS::of)) {
      compensate(original, changed, Hooks.NONE);
      assertThat(difference(original, changed, Hooks.NONE)).isLessThan(1e-3);
    }
  }

  private double difference(Graph graph, boolean compensated) {
    try (TrainableGraph original = new TrainableGraph(session, graph, TrainingForm.OPERATORS::of);
        TrainableGraph changed = new TrainableGraph(session, graph, TrainingForm.OPERATORS::of)) {
      Hooks hooks = new Hooks(List.of(mask("second.w"), mask("classes.w")));
      if (compensated) {
        compensate(original, changed, hooks);
      }
      return difference(original, changed, hooks);
    }
  }

  private void compensate(TrainableGraph original, TrainableGraph changed, Hooks hooks) {
    new ChannelCompensation(session, original, changed, hooks, List.of(batch(1), batch(2))).run();
  }

  /** Mean absolute difference over the mean size of the original's outputs. */
  private double difference(TrainableGraph original, TrainableGraph changed, Hooks hooks) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDList inputs = batch(3).inputs(session.manager());
      NDArray expected = original.evaluate(inputs, Hooks.NONE).get(0);
      NDArray actual = changed.evaluate(inputs, hooks).get(0);
      return actual.sub(expected).abs().mean().getFloat() / expected.abs().mean().getFloat();
    }
  }

  private static Hook mask(String weight) {
    return new Hook.WeightHook(
        weight,
        Hook.WeightStage.MASK,
        (tensor, training) -> {
          long[] ones = new long[tensor.getShape().dimension()];
          java.util.Arrays.fill(ones, 1);
          ones[1] = CHANNELS;
          float[] kept = new float[CHANNELS];
          java.util.Arrays.fill(kept, 0, KEPT, 1);
          return tensor.mul(tensor.getManager().create(kept, new Shape(ones)));
        });
  }

  /** Two convolutions and a linear layer; the last channels of each are like the first ones. */
  private static Graph network() {
    NetworkBuilder net = new NetworkBuilder(new Random(7));
    String x = net.input("x", 1, 3, 6, 6);
    String first = net.unary("relu1", "Relu", net.conv("first", x, CHANNELS, 3, 1));
    String second = net.unary("relu2", "Relu", net.conv("second", first, CHANNELS, 3, 1));
    String pooled = net.flatten("flat", net.globalAveragePool("pool", second));
    Graph graph = net.build(net.gemm("classes", pooled, 5));
    Graph.Builder builder = graph.toBuilder();
    for (String weight : List.of("first.w", "first.b", "second.w", "second.b")) {
      builder.initializer(weight, repeated(graph.initializer(weight)));
    }
    return builder.build();
  }

  private static Tensor repeated(Optional<Tensor> weight) {
    float[] values = weight.orElseThrow().floats().clone();
    System.arraycopy(values, 0, values, values.length / 2, values.length / 2);
    return Tensor.ofFloats(weight.orElseThrow().shape(), values);
  }

  private static Batch batch(long seed) {
    Random random = new Random(seed);
    float[] values = new float[16 * 3 * 6 * 6];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return new Batch(
        List.of(Tensor.ofFloats(dev.pluto.spi.graph.Shape.of(16, 3, 6, 6), values)), List.of());
  }
}
