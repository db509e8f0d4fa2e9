package dev.pluto.plugins.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.plugins.classification.ClassificationOptions.Mirroring;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.testkit.TaskContract;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task on a few made-up images in each of its formats. */
class ClassificationContractTest {
  private static final ClassificationOptions OPTIONS =
      new ClassificationOptions(Mirroring.AUTO, 2, 0.4, 0.875, OptionalInt.empty());

  @TempDir private Path folder = Path.of("");
  private final Random random = new Random(1);

  private static ValueInfo value(String name, long... sizes) {
    List<Dimension> dimensions = new ArrayList<>(List.of(new Dimension.Symbol("batch")));
    for (long size : sizes) {
      dimensions.add(new Dimension.Fixed(size));
    }
    return new ValueInfo(name, DataType.FLOAT, Optional.of(dimensions));
  }

  private void check(String format, long channels, long side) {
    DataRequest request =
        new DataRequest(
            folder,
            Optional.empty(),
            format,
            OptionalInt.empty(),
            1,
            List.of(value("image", channels, side, side)),
            List.of(value("scores", 2)));
    assertThat(TaskContract.check(new ClassificationTask(), OPTIONS, request)).isEmpty();
  }

  private byte[] noise(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void keepsTheContractOfTasksWithoutData() {
    assertThat(TaskContract.check(new ClassificationTask())).isEmpty();
  }

  @Test
  void keepsTheContractOnCifarBatches() throws IOException {
    Files.writeString(folder.resolve("batches.meta.txt"), "cat\ndog\n");
    Files.write(folder.resolve("data_batch_1.bin"), records(40));
    Files.write(folder.resolve("test_batch.bin"), records(10));
    check("cifar", 3, 32);
  }

  private byte[] records(int count) {
    ByteBuffer records = ByteBuffer.allocate(count * 3073);
    for (int i = 0; i < count; i++) {
      records.put((byte) (i % 2)).put(noise(3072));
    }
    return records.array();
  }

  @Test
  void keepsTheContractOnIdxFilesAndHoldsATenthOut() throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + 40 * 28 * 28);
    images.putInt(0x803).putInt(40).putInt(28).putInt(28).put(noise(40 * 28 * 28));
    ByteBuffer labels = ByteBuffer.allocate(8 + 40);
    labels.putInt(0x801).putInt(40);
    for (int i = 0; i < 40; i++) {
      labels.put((byte) (i % 2));
    }
    Files.write(folder.resolve("train-images-idx3-ubyte"), images.array());
    Files.write(folder.resolve("train-labels-idx1-ubyte"), labels.array());
    check("idx", 1, 28);
  }

  @Test
  void keepsTheContractOnFoldersOfImagesOfAllSizes() {
    for (String label : List.of("cat", "dog")) {
      for (int i = 0; i < 12; i++) {
        write(folder.resolve(label).resolve(i + ".png"), 60 + 5 * i, 80 - 3 * i);
      }
    }
    check("image-folder", 3, 32);
  }

  private void write(Path file, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
