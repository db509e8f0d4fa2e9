package dev.pluto.plugins.denoising;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.plugins.denoising.DenoisingOptions.Prediction;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.testkit.TaskContract;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task on a few made-up images. */
class DenoisingContractTest {
  private static final DenoisingOptions OPTIONS = new DenoisingOptions(25, 8, Prediction.AUTO);

  @TempDir private Path folder = Path.of("");

  private static void check(DataRequest request) {
    assertThat(TaskContract.check(new DenoisingTask(), OPTIONS, request)).isEmpty();
  }

  @Test
  void keepsTheContractOfTasksWithoutData() {
    assertThat(TaskContract.check(new DenoisingTask())).isEmpty();
  }

  @Test
  void keepsTheContractOnGreyImagesOfAllSizes() {
    CleanFolder clean = new CleanFolder(folder);
    for (int i = 0; i < 10; i++) {
      clean.image(i + ".png", 10 + i, 30 - 2 * i, BufferedImage.TYPE_BYTE_GRAY);
    }
    check(clean.request(1, 0, 0));
  }

  @Test
  void keepsTheContractOnColourImagesWithATestPart() {
    CleanFolder clean = new CleanFolder(folder);
    for (int i = 0; i < 3; i++) {
      clean.image("train/" + i + ".png", 20, 16, BufferedImage.TYPE_INT_RGB);
      clean.image("test/" + i + ".png", 12, 18, BufferedImage.TYPE_INT_RGB);
    }
    check(clean.request(3, 0, 0));
  }

  @Test
  void keepsTheContractForAModelOfFixedSize() {
    check(new CleanFolder(folder).grey(10, 40, 30).request(1, 24, 16));
  }
}
