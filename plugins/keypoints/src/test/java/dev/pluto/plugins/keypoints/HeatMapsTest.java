package dev.pluto.plugins.keypoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.pluto.plugins.keypoints.KeypointsOptions.Loss;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.QualityAccumulator;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HeatMapsTest {
  private final KeypointsTask task = new KeypointsTask();

  private static Frame frame(Loss loss, List<Double> spreads) {
    return new Frame(8, 16, OptionalDouble.of(10), 0.2, 100, 1, loss, spreads);
  }

  @Test
  void theLargestValueIsDrawnToTheHigherNeighbour() {
    float[] map = {0, 0, 0, 0, 0, 1, 5, 2, 0, 0, 3, 0};
    Joint found = HeatMaps.joints(map, 1, 3, 4, 12, 8).get(0);
    assertThat(found.x()).isEqualTo((2 + 0.5 + 0.25) * 2);
    assertThat(found.y()).isEqualTo((1 + 0.5 + 0.25) * 4);
    float[] corner = {9, 1, 1, 0};
    Joint first = HeatMaps.joints(corner, 1, 2, 2, 2, 2).get(0);
    assertThat(first.x()).isEqualTo(0.25);
    float[] flat = {4, 4};
    assertThat(HeatMaps.joints(flat, 1, 1, 2, 1, 2).get(0).x()).isEqualTo(0.5);
  }

  @Test
  void crossEntropyIsThatOfTheGaussianOverCells() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray maps = manager.zeros(new Shape(1, 2, 4, 8));
      NDArray places = manager.create(new float[] {5, 3, 1, 0, 0, 0}, new Shape(1, 2, 3));
      float[] frame = frame(Loss.CROSS_ENTROPY, List.of()).toTensor().floats();
      NDArray frames = manager.create(frame, new Shape(1, frame.length));
      float even = task.loss(new NDList(maps), new NDList(places, frames)).getFloat();
      assertThat((double) even).isEqualTo(Math.log(32), offset(1e-5));
      float[] right = new float[64];
      right[8 + 2] = 20;
      float sharp =
          task.loss(
                  new NDList(manager.create(right, new Shape(1, 2, 4, 8))),
                  new NDList(places, frames))
              .getFloat();
      float[] wrong = new float[64];
      wrong[24 + 7] = 20;
      float off =
          task.loss(
                  new NDList(manager.create(wrong, new Shape(1, 2, 4, 8))),
                  new NDList(places, frames))
              .getFloat();
      assertThat(sharp).isLessThan(off);
    }
  }

  @Test
  void squaredErrorIsZeroForTheGaussianAndIgnoresWhatIsNotVisible() {
    try (NDManager manager = NDManager.newBaseManager()) {
      float[] values = new float[2 * 4 * 8];
      for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 8; x++) {
          double across = x + 0.5 - 2.5;
          double down = y + 0.5 - 1.5;
          values[y * 8 + x] = (float) Math.exp(-0.5 * (across * across + down * down));
          values[32 + y * 8 + x] = 7;
        }
      }
      NDArray maps = manager.create(values, new Shape(1, 2, 4, 8));
      NDArray places = manager.create(new float[] {5, 3, 1, 0, 0, 0}, new Shape(1, 2, 3));
      float[] frame = frame(Loss.MSE, List.of()).toTensor().floats();
      NDArray frames = manager.create(frame, new Shape(1, frame.length));
      assertThat(task.loss(new NDList(maps), new NDList(places, frames)).getFloat())
          .isEqualTo(0, offset(1e-7f));
      assertThat(task.loss(new NDList(maps.add(1)), new NDList(places, frames)).getFloat())
          .isEqualTo(1, offset(1e-5f));
    }
  }

  @Test
  void jointsAreRightWithinAShareOfTheReference() {
    QualityAccumulator quality = task.accumulator();
    float[] maps = new float[3 * 4 * 8];
    maps[8 + 2] = 1;
    maps[32 + 8 + 2] = 1;
    maps[64] = 1;
    Tensor output = Tensor.ofFloats(dev.pluto.spi.graph.Shape.of(3, 4, 8), maps);
    // The first two maps say (5, 3).
    Tensor places =
        Tensor.ofFloats(dev.pluto.spi.graph.Shape.of(3, 3), 6.9f, 3, 1, 7.1f, 3, 1, 0, 0, 0);
    quality.add(
        List.of(output), List.of(places, frame(Loss.MSE, List.of(0.1, 0.1, 0.1)).toTensor()));
    assertThat(quality.result()).isEqualTo(0.5);
    double first = Math.exp(-1.9 * 1.9 / 2);
    double second = Math.exp(-2.1 * 2.1 / 2);
    assertThat(quality.further().get("OKS")).isEqualTo((first + second) / 2, offset(1e-5));
    assertThat(quality.further()).containsEntry("OKS above 0.5:0.95", 0.0);
    assertThatThrownBy(
            () ->
                quality.add(
                    List.of(Tensor.ofFloats(dev.pluto.spi.graph.Shape.of(1, 1, 2), 0, 1)),
                    List.of(places, frame(Loss.MSE, List.of()).toTensor())))
        .hasMessageContaining("heat map for each of 3 joints");
  }
}
