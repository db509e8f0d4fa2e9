package dev.pluto.plugins.unlabelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.QualityAccumulator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FidelityTest {
  private final UnlabelledTask task = new UnlabelledTask();

  private static Tensor vector(float... values) {
    return Tensor.ofFloats(Shape.of(values.length), values);
  }

  @Test
  void qualityIsTheMeanCosineOverSamplesAndOutputs() {
    QualityAccumulator quality = task.accumulator();
    quality.add(List.of(vector(2, 0), vector(0, 0)), List.of(vector(5, 0), vector(0, 0)));
    assertThat(quality.result()).isEqualTo(1);
    assertThat(quality.further()).containsEntry("top-1 agreement", 1.0);
    quality.add(List.of(vector(0, 1), vector(1, 1)), List.of(vector(1, 0), vector(1, 0)));
    assertThat(quality.result()).isEqualTo((1 + 1 + 0 + Math.sqrt(0.5)) / 4, offset(1e-9));
    assertThat(quality.further()).containsEntry("top-1 agreement", 0.75);
    quality.add(List.of(vector(Float.NaN, 1), vector(0, 0)), List.of(vector(1, 0), vector(1, 0)));
    assertThat(quality.result()).isEqualTo((2 + Math.sqrt(0.5)) / 6, offset(1e-9));
  }

  @Test
  void listsOfWhatWasFoundMayDifferInLength() {
    QualityAccumulator quality = task.accumulator();
    quality.add(List.of(vector(3)), List.of(vector(3, 4)));
    assertThat(quality.result()).isEqualTo(0.6, offset(1e-6));
    Tensor row = Tensor.ofFloats(Shape.of(1, 2), 1, 2);
    assertThatThrownBy(() -> quality.add(List.of(vector(1)), List.of(row)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[1], that of the original [1x2]");
    assertThatThrownBy(() -> quality.add(List.of(row), List.of(Tensor.ofFloats(Shape.of(1, 1), 1))))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void mapsHaveNoAgreement() {
    QualityAccumulator quality = task.accumulator();
    Tensor map = Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4);
    quality.add(List.of(map), List.of(map));
    assertThat(quality.result()).isEqualTo(1, offset(1e-9));
    assertThat(quality.further()).isEmpty();
  }

  @Test
  void theLossIsTheErrorRelativeToTheOriginal() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDList right =
          new NDList(manager.create(new float[] {3, 4}), manager.create(new float[] {0, 0}));
      NDList found =
          new NDList(manager.create(new float[] {3, 9}), manager.create(new float[] {0, 0}));
      assertThat(task.loss(found, right).getFloat()).isEqualTo(0.5f, offset(1e-6f));
      assertThat(task.loss(right, right).getFloat()).isZero();
    }
  }
}
