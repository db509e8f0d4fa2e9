package dev.pluto.plugins.unlabelled;

import static dev.pluto.plugins.unlabelled.MadeUp.OPTIONS;
import static dev.pluto.plugins.unlabelled.MadeUp.numbers;
import static dev.pluto.plugins.unlabelled.MadeUp.request;
import static dev.pluto.plugins.unlabelled.MadeUp.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.plugins.samples.numpy.NumpyBytes;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.testkit.TaskContract;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task on a few made-up samples in each of its formats. */
class UnlabelledContractTest {
  private final UnlabelledTask task = new UnlabelledTask();

  @TempDir private Path folder = Path.of("");

  private void keepsTheContract(DataRequest request) {
    assertThat(TaskContract.check(task, OPTIONS, request)).isEmpty();
  }

  private Path file(String name, byte[] bytes) {
    return new MadeUp(folder).file(name, bytes);
  }

  @Test
  void keepsTheContractOfTasksWithoutData() {
    assertThat(TaskContract.check(task)).isEmpty();
  }

  @Test
  void keepsTheContractOnImagesOfAllSizes() throws IOException {
    for (int i = 0; i < 12; i++) {
      Path file = folder.resolve(i % 2 == 0 ? "cats" : "dogs").resolve(i + ".png");
      Files.createDirectories(file.getParent());
      BufferedImage image = new BufferedImage(60 + i, 80 - i, BufferedImage.TYPE_INT_RGB);
      ImageIO.write(image, "png", file.toFile());
    }
    keepsTheContract(request(folder, "image-folder", value("image", DataType.FLOAT, 3, 32, 32)));
    keepsTheContract(request(folder, "image-folder", value("image", DataType.FLOAT, 3, -1, -1)));
  }

  @Test
  void keepsTheContractOnOneArray() {
    Path file = file("x.npy", NumpyBytes.floats("(20, 3)", numbers(60)));
    keepsTheContract(request(file, "npy", value("x", DataType.FLOAT, 3)));
  }

  @Test
  void keepsTheContractOnOneFileASampleWithATestPart() {
    for (int i = 0; i < 5; i++) {
      file("train/" + i + ".npy", NumpyBytes.floats("(3,)", numbers(3)));
      file("test/" + i + ".npy", NumpyBytes.floats("(1, 3)", numbers(3)));
    }
    DataRequest request = request(folder, "npy", value("x", DataType.FLOAT, 3));
    keepsTheContract(request);
    assertThat(task.open(request, OPTIONS).validation().size()).isEqualTo(5);
  }

  @Test
  void keepsTheContractOnArraysOfSeveralInputs() {
    Map<String, byte[]> arrays =
        Map.of(
            "x", NumpyBytes.floats("(12, 3)", numbers(36)),
            "ids", NumpyBytes.npy("|u1", false, "(12, 2)", new byte[24]),
            "labels", NumpyBytes.npy("|O", false, "(12,)", new byte[24]));
    Path file = file("all.npz", NumpyBytes.npz(arrays));
    DataRequest request =
        request(file, "npz", value("x", DataType.FLOAT, 3), value("ids", DataType.INT64, 2));
    keepsTheContract(request);
    List<Tensor> inputs = task.open(request, OPTIONS).training().get(0).inputs();
    assertThat(inputs).extracting(Tensor::dataType).containsExactly(DataType.FLOAT, DataType.INT64);
  }
}
