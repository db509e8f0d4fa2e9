package dev.pluto.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.Sample;
import dev.pluto.spi.task.Samples;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Learning rate, order of samples and the averaging of weights. */
class SchedulesTest {
  /** Sample i holds i and a random number of its augmentation. */
  private record Numbers(int size) implements Samples {
    @Override
    public Sample get(int index) {
      return sample(index, 0);
    }

    @Override
    public Sample augmented(int index, RandomGenerator random) {
      return sample(index, random.nextFloat());
    }

    private static Sample sample(int index, float noise) {
      return new Sample(
          List.of(Tensor.ofFloats(Shape.of(2), index, noise)),
          List.of(Tensor.ofLongs(Shape.of(), index)));
    }
  }

  private static List<Batch> batches(long seed, long start, int count) {
    List<Batch> list = new ArrayList<>();
    try (Batches batches = new Batches(new Numbers(10), 3, seed, start)) {
      for (int i = 0; i < count; i++) {
        list.add(batches.next());
      }
    }
    return list;
  }

  @Test
  void aBatchDependsOnTheSeedAndItsNumberAlone() {
    List<Batch> all = batches(5, 0, 12);
    assertThat(batches(5, 0, 12)).isEqualTo(all);
    for (int start = 1; start < 12; start++) {
      assertThat(batches(5, start, 12 - start)).isEqualTo(all.subList(start, 12));
    }
    assertThat(batches(6, 0, 12)).isNotEqualTo(all);
    assertThat(new HashSet<>(all)).hasSize(12);
  }

  @Test
  void aPassSeesNoSampleTwice() {
    try (Batches batches = new Batches(new Numbers(10), 3, 1, 0)) {
      assertThat(batches.perEpoch()).isEqualTo(3);
      for (int epoch = 0; epoch < 4; epoch++) {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 3; i++) {
          for (long label : batches.next().targets().get(0).longs()) {
            seen.add(label);
          }
        }
        assertThat(seen).hasSize(9);
      }
    }
  }

  @Test
  void tooFewSamplesAreRefused() {
    assertThatThrownBy(() -> new Batches(new Numbers(2), 3, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 samples do not fill a batch of 3");
  }

  @Test
  void theRateRisesToItsPeakAndFallsToAlmostNothing() {
    OneCycle cycle = new OneCycle(0.5, 0.3);
    assertThat(cycle.at(0)).isCloseTo(0.02, offset(1e-12));
    assertThat(cycle.at(0.15)).isCloseTo((0.02 + 0.5) / 2, offset(1e-12));
    assertThat(cycle.at(0.3)).isCloseTo(0.5, offset(1e-12));
    assertThat(cycle.at(0.65)).isCloseTo((0.5 + 5e-5) / 2, offset(1e-12));
    assertThat(cycle.at(1)).isCloseTo(5e-5, offset(1e-12));
    for (int i = 0; i < 100; i++) {
      boolean rises = cycle.at((i + 1) / 100.0) > cycle.at(i / 100.0);
      assertThat(rises).isEqualTo(i < 30);
    }
  }

  @Test
  void theAverageIsTheMeanOfWhatWasTaken() {
    Graph graph =
        Graph.builder("weights")
            .opset("", 17)
            .initializer("w", Tensor.ofFloats(Shape.of(2), 1, 10))
            .build();
    try (TrainingSession session = TrainingSession.open(1);
        TrainableGraph trainable = new TrainableGraph(session, graph, TrainingForm.OPERATORS::of)) {
      NDArray weight = trainable.weights().values().iterator().next();
      NDArray more = session.manager().zeros(new ai.djl.ndarray.types.Shape(1));
      try (WeightAverage none = new WeightAverage(session, trainable, List.of(more))) {
        none.apply();
        assertThat(weight.toFloatArray()).containsExactly(1, 10);
      }
      try (WeightAverage average = new WeightAverage(session, trainable, List.of(more))) {
        for (int i = 0; i < 4; i++) {
          average.take();
          write(session, weight, 2 + i, 20 + 10 * i);
          write(session, more, i + 1);
        }
        average.apply();
        // 1, 2, 3, 4 and 10, 20, 30, 40 and 0, 1, 2, 3
        assertThat(weight.toFloatArray()).containsExactly(new float[] {2.5f, 25}, offset(1e-5f));
        assertThat(more.toFloatArray()).containsExactly(new float[] {1.5f}, offset(1e-5f));
      }
    }
  }

  private static void write(TrainingSession session, NDArray array, float... values) {
    try (NDArray source = session.manager().create(values)) {
      session.copy(List.of(source), List.of(array));
    }
  }
}
