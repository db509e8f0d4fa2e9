package dev.pluto.plugins.superresolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.testkit.TaskContract;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task on a few made-up images in each of its formats. */
class SuperResolutionContractTest {
  private static final SuperResolutionOptions OPTIONS =
      new SuperResolutionOptions(OptionalInt.empty(), 8);

  @TempDir private Path folder = Path.of("");
  private final Random random = new Random(1);

  private static ValueInfo image(String name, String height, String width) {
    List<Dimension> sizes =
        List.of(
            new Dimension.Symbol("batch"),
            new Dimension.Fixed(1),
            new Dimension.Symbol(height),
            new Dimension.Symbol(width));
    return new ValueInfo(name, DataType.FLOAT, Optional.of(sizes));
  }

  private void check(String format) {
    DataRequest request =
        new DataRequest(
            folder,
            Optional.empty(),
            format,
            OptionalInt.empty(),
            1,
            List.of(image("small", "height", "width")),
            List.of(image("large", "height_x2", "width_x2")));
    assertThat(TaskContract.check(new SuperResolutionTask(), OPTIONS, request)).isEmpty();
  }

  private void write(String name, int width, int height, int type) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  @Test
  void keepsTheContractOfTasksWithoutData() {
    assertThat(TaskContract.check(new SuperResolutionTask())).isEmpty();
  }

  @Test
  void keepsTheContractOnLargeImages() throws IOException {
    for (int i = 0; i < 10; i++) {
      write(i + ".png", 40 + 2 * i, 60 - i, BufferedImage.TYPE_INT_RGB);
    }
    check("image-folder-hr");
  }

  @Test
  void keepsTheContractOnPairs() throws IOException {
    for (int i = 0; i < 10; i++) {
      write(i + "_HR.png", 40 + 2 * i, 48, BufferedImage.TYPE_BYTE_GRAY);
      write(i + "_LRx2.png", 20 + i, 24, BufferedImage.TYPE_BYTE_GRAY);
    }
    check("image-pairs");
  }
}
