package dev.pluto.plugins.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.ChannelGroup.Slot;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Sampling;
import dev.pluto.spi.search.TrainingSignals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * On the network y = W2·[relu(W1·x + b), z], whose six hidden channels form a group; W2 reads two
 * indices per channel and one index that belongs to nobody.
 */
class WidthRelaxationTest {
  private static final int CHANNELS = 6;

  private final ChannelGroup group =
      new ChannelGroup(
          "hidden",
          CHANNELS,
          List.of(
              new Slot("W1", 0, Slot.Kind.PRODUCES, indices(2, 0)),
              new Slot("b", 0, Slot.Kind.PRODUCES, indices(2, 0)),
              new Slot("h", 1, Slot.Kind.VALUE, indices(2, 0)),
              new Slot("W2", 1, Slot.Kind.CONTRACTS, indices(2, 1))));
  private final WidthGrid grid = WidthGrid.of(CHANNELS, 0.1, OptionalInt.of(2), 1);
  private final WidthDecision decision = new WidthDecision(group, grid);
  private NDManager manager;
  private WidthRelaxation relaxation;
  private NDArray x;
  private NDArray w1;
  private NDArray b;
  private NDArray w2;

  private static List<int[]> indices(int each, int offset) {
    return IntStream.range(0, CHANNELS)
        .mapToObj(c -> IntStream.range(0, each).map(i -> offset + c * each + i).toArray())
        .toList();
  }

  @BeforeEach
  void openNetwork() {
    manager = NDManager.newBaseManager();
    relaxation = new WidthRelaxation(decision, manager);
    x = random(1, 5, 3);
    w1 = random(2, 12, 3);
    b = random(3, 12);
    w2 = random(4, 4, 13);
  }

  @AfterEach
  void closeNetwork() {
    relaxation.close();
    manager.close();
  }

  private NDArray random(long seed, int... shape) {
    int size = Arrays.stream(shape).reduce(1, (p, q) -> p * q);
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, new Shape(Arrays.stream(shape).asLongStream().toArray()));
  }

  private NDArray forward(NDArray first, NDArray bias, NDArray second) {
    NDArray hidden = x.dot(first.transpose()).add(bias).getNDArrayInternal().relu();
    NDArray constant = manager.ones(new Shape(5, 1));
    return constant.concat(hidden, 1).dot(second.transpose());
  }

  private NDArray hooked(List<Hook> hooks) {
    NDArray masked = w2;
    for (Hook hook : hooks) {
      Hook.WeightHook weightHook = (Hook.WeightHook) hook;
      assertThat(weightHook.initializer()).isEqualTo("W2");
      assertThat(weightHook.stage()).isEqualTo(Hook.WeightStage.MASK);
      masked = weightHook.transform().apply(masked, true);
    }
    return forward(w1, b, masked);
  }

  private static NDArray rows(NDArray array, int axis, int[] indices) {
    List<NDArray> parts = new ArrayList<>();
    for (int i : indices) {
      parts.add(axis == 0 ? array.get(i).expandDims(0) : array.get(":, {}", i).expandDims(1));
    }
    NDArray result = parts.get(0);
    for (NDArray part : parts.subList(1, parts.size())) {
      result = result.concat(part, axis);
    }
    return result;
  }

  private int[] kept(int setting) {
    List<int[]> calls = new ArrayList<>();
    relaxation.materialize(
        setting,
        new GraphEditor() {
          @Override
          public void keepChannels(ChannelGroup edited, int[] channels) {
            assertThat(edited).isEqualTo(group);
            calls.add(channels);
          }

          @Override
          public void quantize(String tensor, Quantization quantization) {
            throw new AssertionError("pruning quantizes nothing");
          }
        });
    assertThat(calls).hasSize(setting == 0 ? 0 : 1);
    return calls.isEmpty() ? IntStream.range(0, CHANNELS).toArray() : calls.get(0);
  }

  private NDArray sliced(int[] channels) {
    int[] producing =
        Arrays.stream(channels).flatMap(c -> IntStream.of(2 * c, 2 * c + 1)).toArray();
    int[] contracting =
        IntStream.concat(IntStream.of(0), Arrays.stream(producing).map(i -> i + 1)).toArray();
    return forward(rows(w1, 0, producing), rows(b, 0, producing), rows(w2, 1, contracting));
  }

  private TrainingSignals signals(NDArray gradient) {
    return new TrainingSignals() {
      @Override
      public NDArray weight(String initializer) {
        return w2;
      }

      @Override
      public NDArray gradient(String initializer) {
        return gradient;
      }

      @Override
      public boolean isTrained(String initializer) {
        return initializer.equals("W2");
      }
    };
  }

  /** Signals under which channel importances are as given. */
  private TrainingSignals importances(float... values) {
    float[] perIndex = new float[13];
    for (int c = 0; c < CHANNELS; c++) {
      perIndex[1 + 2 * c] = (float) Math.sqrt(values[c]);
    }
    NDArray wanted = manager.create(perIndex).reshape(1, 13).broadcast(4, 13).div(4);
    return signals(wanted.div(w2));
  }

  private Sampling sampling(boolean hard) {
    return new Sampling(1, hard, new SplittableRandom(1));
  }

  @Test
  void maskedEqualsSlicedForEverySettingAndOrder() {
    for (int batch = 0; batch < 3; batch++) {
      relaxation.observe(signals(random(40 + batch, 4, 13)));
      relaxation.sensitivity(hooks -> 0);
      for (int setting = 0; setting < grid.settings(); setting++) {
        assertThat(hooked(relaxation.hooks(setting)).toFloatArray())
            .containsExactly(sliced(kept(setting)).toFloatArray(), offset(1e-5f));
      }
    }
  }

  @Test
  void theMostImportantChannelsStay() {
    relaxation.observe(importances(3, 9, 1, 7, 5, 8));
    relaxation.sensitivity(hooks -> 0);
    assertThat(kept(1)).containsExactly(1, 3, 4, 5);
    assertThat(kept(2)).containsExactly(1, 5);
  }

  @Test
  void maskedChannelsKeepTheirImportanceAndCanComeBack() {
    relaxation.observe(importances(6, 5, 4, 3, 2, 1));
    relaxation.sensitivity(hooks -> 0);
    relaxation.moveTo(2);
    relaxation.sample(sampling(false)).close();
    for (int batch = 0; batch < 200; batch++) {
      relaxation.observe(importances(1.5f, 0.1f, 100, 100, 100, 100));
    }
    assertThat(kept(2)).as("channels 0 and 1 were active and fell").containsExactly(2, 3);
  }

  @Test
  void oneHotSampleActsAsTheSetting() {
    for (int setting = 0; setting < grid.settings(); setting++) {
      relaxation.moveTo(setting);
      assertThat(relaxation.position()[setting]).isCloseTo(1, offset(1e-9));
      assertThat(relaxation.sample(sampling(true)).toFloatArray()[setting]).isEqualTo(1);
      assertThat(hooked(relaxation.hooks()).toFloatArray())
          .containsExactly(hooked(relaxation.hooks(setting)).toFloatArray(), offset(1e-6f));
    }
  }

  private double loss(float theta) {
    relaxation.parameters().get(0).array().setRequiresGradient(false);
    relaxation.parameters().get(0).array().muli(0).addi(theta);
    relaxation.sample(sampling(false));
    return hooked(relaxation.hooks()).square().mean().getFloat();
  }

  private float gradient(float theta, boolean hard) {
    NDArray parameter = relaxation.parameters().get(0).array();
    parameter.setRequiresGradient(false);
    parameter.muli(0).addi(theta);
    parameter.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      collector.zeroGradients();
      relaxation.sample(sampling(hard));
      collector.backward(hooked(relaxation.hooks()).square().mean());
      return parameter.getGradient().getFloat();
    }
  }

  @Test
  void gradientOfThetaThroughTheMaskIsTheFiniteDifference() {
    for (float theta : new float[] {0.4f, 1.7f, 3.1f}) {
      float h = 0.05f;
      double difference = (loss(theta + h) - loss(theta - h)) / (2 * h);
      assertThat((double) gradient(theta, false)).isCloseTo(difference, offset(2e-2));
    }
  }

  @Test
  void hardSamplesStillReachTheta() {
    assertThat(gradient(1.7f, true)).isNotZero();
  }

  @Test
  void thetaIsPutBackIntoItsRangeAndKeepsItsGradient() {
    assertThat(gradient(9f, false)).isNotZero();
    assertThat(relaxation.parameters().get(0).array().getFloat()).isEqualTo(4);
  }

  @Test
  void restoredStateGivesTheSameOrder() {
    relaxation.observe(importances(3, 9, 1, 7, 5, 8));
    relaxation.sensitivity(hooks -> 0);
    try (WidthRelaxation other = new WidthRelaxation(decision, manager)) {
      other.restore(relaxation.state());
      assertThat(other.state()).isEqualTo(relaxation.state());
      assertThat(other.hooks(1).get(0)).isNotEqualTo(relaxation.hooks(1).get(0));
      assertThat(
              ((Hook.WeightHook) other.hooks(1).get(0)).transform().apply(w2, false).toFloatArray())
          .isEqualTo(
              ((Hook.WeightHook) relaxation.hooks(1).get(0))
                  .transform()
                  .apply(w2, false)
                  .toFloatArray());
    }
  }

  @Test
  void stepsLeaveNoArraysBehind() {
    NDManager own = relaxation.parameters().get(0).array().getManager();
    int before = own.getManagedArrays().size();
    int around = manager.getManagedArrays().size();
    for (int step = 0; step < 25; step++) {
      try (NDScope scope = new NDScope();
          GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        relaxation.sample(sampling(step % 2 == 0));
        collector.backward(hooked(relaxation.hooks()).square().mean());
        relaxation.observe(signals(w2.mul(2)));
        scope.suppressNotUsedWarning();
      }
    }
    assertThat(own.getManagedArrays()).hasSize(before);
    assertThat(manager.getManagedArrays()).hasSize(around);
    assertThat(relaxation.sample(sampling(true)).toFloatArray()).contains(1f);
  }

  @Test
  void hooksAreStable() {
    assertThat(relaxation.hooks()).isEqualTo(relaxation.hooks());
    assertThat(relaxation.hooks(1)).isEqualTo(relaxation.hooks(1));
    assertThat(Map.of(relaxation.hooks(1).get(0), 1)).containsKey(relaxation.hooks(1).get(0));
  }
}
