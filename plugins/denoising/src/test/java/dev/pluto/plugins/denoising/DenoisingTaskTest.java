package dev.pluto.plugins.denoising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.pluto.plugins.denoising.DenoisingOptions.Prediction;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Normalization;
import dev.pluto.spi.task.QualityAccumulator;
import dev.pluto.spi.task.Sample;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DenoisingTaskTest {
  private final DenoisingTask task = new DenoisingTask();

  @TempDir private Path folder = Path.of("");

  private Dataset open(DataRequest request, Prediction output) {
    return task.open(request, new DenoisingOptions(25, 8, output));
  }

  private Dataset grey(Prediction output) {
    return open(new CleanFolder(folder).grey(10, 24, 20).request(1, 0, 0), output);
  }

  /** The usual way to make noise that everybody can make again. */
  @Test
  void validationNoiseIsThatOfItsSeedWhateverElseIsSeeded() {
    DataRequest request = new CleanFolder(folder).grey(10, 24, 20).request(1, 0, 0);
    DataRequest other =
        new DataRequest(
            folder,
            Optional.of(folder),
            "image-folder",
            OptionalInt.empty(),
            77,
            request.inputs(),
            request.outputs());
    Sample sample = open(other, Prediction.AUTO).validation().get(3);
    float[] noisy = sample.inputs().get(0).floats();
    float[] clean = sample.targets().get(0).floats();
    Random random = new Random(1003);
    for (int i = 0; i < noisy.length; i++) {
      assertThat(noisy[i])
          .isEqualTo((float) (clean[i] + 25 / 255.0 * random.nextGaussian()), offset(1e-6f));
    }
  }

  @Test
  void trainingNoiseIsFreshAndOfTheGivenDeviation() {
    Dataset data = grey(Prediction.AUTO);
    double squares = 0;
    int count = 0;
    Random random = new Random(1);
    for (int i = 0; i < data.training().size(); i++) {
      for (float noise : data.training().augmented(i, random).targets().get(1).floats()) {
        squares += noise * noise;
        count++;
      }
    }
    assertThat(255 * Math.sqrt(squares / count)).isEqualTo(25, offset(1.0));
    assertThat(data.training().augmented(0, random))
        .isNotEqualTo(data.training().augmented(0, random));
  }

  private double quality(Dataset data, boolean clean, float error) {
    QualityAccumulator quality = task.accumulator();
    for (int i = 0; i < data.validation().size(); i++) {
      Sample sample = data.validation().get(i);
      Tensor target = sample.targets().get(clean ? 0 : 1);
      float[] values = target.floats();
      for (int k = 0; k < values.length; k += 2) {
        values[k] += error;
      }
      quality.add(List.of(Tensor.ofFloats(target.shape(), values)), sample.targets());
    }
    return quality.result();
  }

  @Test
  void bothKindsOfModelsAreMeasuredAlikeWhereTheDataTells() {
    Dataset data = grey(Prediction.AUTO);
    double clean = quality(data, true, 0.02f);
    assertThat(clean).isBetween(30.0, 45.0);
    assertThat(quality(data, false, -0.02f)).isEqualTo(clean, offset(1.5));
  }

  @Test
  void whatTheUserSaysOfTheOutputCounts() {
    Dataset data = grey(Prediction.NOISE);
    assertThat(quality(data, false, 0)).isGreaterThan(90);
    assertThat(quality(data, true, 0)).isLessThan(20);
  }

  @Test
  void colourImagesAreMeasuredOnTheirOwnScale() {
    CleanFolder clean = new CleanFolder(folder);
    for (int i = 0; i < 10; i++) {
      clean.image(i + ".png", 20, 16, BufferedImage.TYPE_INT_RGB);
    }
    Dataset data = open(clean.request(3, 0, 0), Prediction.AUTO);
    double plain = quality(data, true, 0.02f);
    // 0.02 on each channel's own scale is less where samples are divided by a deviation of 0.22.
    assertThat(quality(data.with(Normalization.IMAGENET), true, 0.02f / 0.225f))
        .isEqualTo(plain, offset(0.5));
  }

  @ParameterizedTest
  @EnumSource(Prediction.class)
  void theLossIsTheSquaredErrorToWhatTheOutputIs(Prediction told) {
    Sample sample = grey(told).training().get(0);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDList targets = new NDList();
      for (Tensor target : sample.targets()) {
        List<Long> sizes = new ArrayList<>(List.of(1L));
        for (long size : target.shape().sizes()) {
          sizes.add(size);
        }
        targets.add(manager.create(target.floats(), new Shape(sizes)));
      }
      NDArray nearNoise = targets.get(1).add(0.5f);
      double loss = task.loss(new NDList(nearNoise), targets).getFloat();
      if (told == Prediction.CLEAN) {
        assertThat(loss)
            .isEqualTo(nearNoise.sub(targets.get(0)).square().mean().getFloat(), offset(1e-6));
      } else {
        double clean = nearNoise.sub(targets.get(0)).square().mean().getFloat();
        assertThat(loss)
            .isEqualTo(told == Prediction.NOISE ? 0.25 : Math.min(0.25, clean), offset(1e-5));
      }
    }
  }

  @Test
  void whatDoesNotFitIsNamed() {
    CleanFolder clean = new CleanFolder(folder).grey(10, 24, 20);
    clean.image("small.png", 7, 30, BufferedImage.TYPE_BYTE_GRAY);
    assertThatThrownBy(() -> open(clean.request(1, 0, 0), Prediction.AUTO))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("small.png")
        .hasMessageContaining("at least 8 x 8");
    assertThatThrownBy(
            () ->
                open(new CleanFolder(folder.resolve("nothing")).request(1, 0, 0), Prediction.AUTO))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("there are no images");
    assertThatThrownBy(() -> new DenoisingOptions(0, 40, Prediction.AUTO))
        .hasMessageContaining("sigma");
    assertThatThrownBy(() -> new DenoisingOptions(25, 4, Prediction.AUTO))
        .hasMessageContaining("patch");
  }
}
