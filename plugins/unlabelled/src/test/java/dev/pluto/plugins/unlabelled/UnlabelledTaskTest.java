package dev.pluto.plugins.unlabelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.pluto.plugins.unlabelled.numpy.NumpyBytes;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataFormat;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Normalization;
import dev.pluto.spi.task.QualityAccumulator;
import dev.pluto.testkit.TaskContract;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnlabelledTaskTest {
  private static final UnlabelledOptions OPTIONS =
      new UnlabelledOptions(OptionalInt.empty(), 0.875, false, 2, 0.4);

  private final UnlabelledTask task = new UnlabelledTask();
  private final Random random = new Random(1);

  @TempDir private Path folder = Path.of("");

  /** A size below 0 stands for one that the caller chooses. */
  private static ValueInfo value(String name, DataType type, long... sizes) {
    List<Dimension> dimensions = new ArrayList<>(List.of(new Dimension.Symbol("batch")));
    for (long size : sizes) {
      dimensions.add(size < 0 ? new Dimension.Symbol("any") : new Dimension.Fixed(size));
    }
    return new ValueInfo(name, type, Optional.of(dimensions));
  }

  private DataRequest request(Path path, String format, ValueInfo... inputs) {
    return new DataRequest(
        path,
        Optional.empty(),
        format,
        OptionalInt.empty(),
        1,
        List.of(inputs),
        List.of(value("scores", DataType.FLOAT, 2)));
  }

  private void keepsTheContract(DataRequest request) {
    assertThat(TaskContract.check(task, OPTIONS, request)).isEmpty();
  }

  private void refused(DataRequest request, String... why) {
    assertThatThrownBy(() -> task.open(request, OPTIONS))
        .isInstanceOf(ProblemException.class)
        .hasMessageContainingAll(why);
  }

  private Path file(String name, byte[] bytes) {
    return NumpyBytes.write(folder.resolve(name), bytes);
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
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

  @Test
  void formatsAreToldApartByTheirFiles() {
    file("a/x.npy", NumpyBytes.floats("(1,)", 1));
    file("b/x.npz", NumpyBytes.npz(Map.of()));
    file("c/x.npy", NumpyBytes.floats("(1,)", 1));
    file("c/x.npz", NumpyBytes.npz(Map.of()));
    assertThat(recognised("a")).containsExactly("npy");
    assertThat(recognised("a/x.npy")).containsExactly("npy");
    assertThat(recognised("b")).containsExactly("npz");
    assertThat(recognised("c")).containsExactly("npy", "npz");
    assertThat(recognised("d")).isEmpty();
  }

  private List<String> recognised(String path) {
    return task.formats().stream()
        .filter(format -> format.recognise(folder.resolve(path)).confidence() == 1)
        .map(DataFormat::name)
        .toList();
  }

  @Test
  void samplesThatDoNotFitTheModelAreNamed() {
    Path file = file("x.npy", NumpyBytes.floats("(4, 3)", numbers(12)));
    refused(
        request(file, "npy", value("x", DataType.FLOAT, 5)),
        "x.npy: its shape is [4x3]",
        "samples [5]",
        "'x'");
    refused(request(file, "npy", value("x", DataType.FLOAT, 4, 3, 1)), "its shape is [4x3]");
    refused(
        request(file, "npy", value("x", DataType.INT64, 3)), "it holds float32", "become INT64");
    refused(
        request(file, "npy", value("x", DataType.FLOAT, 3), value("y", DataType.FLOAT, 3)),
        "the inputs x, y",
        "NPZ");
  }

  @Test
  void trainingSamplesOfDifferentShapesAreNamed() {
    file("1.npy", NumpyBytes.floats("(2, 3)", numbers(6)));
    file("2.npy", NumpyBytes.floats("(2, 4)", numbers(8)));
    refused(
        request(folder, "npy", value("x", DataType.FLOAT, -1)),
        "2.npy: its samples are [[4]], those of 1.npy are [[3]]");
  }

  @Test
  void arraysThatAnArchiveLacksAreNamed() {
    Path file = file("a.npz", NumpyBytes.npz(Map.of("arr_0", NumpyBytes.floats("(1,)", 1))));
    refused(
        request(file, "npz", value("x", DataType.FLOAT), value("y", DataType.FLOAT)),
        "there is no array x, y; its arrays are arr_0");
    Path unequal =
        file(
            "b.npz",
            NumpyBytes.npz(
                Map.of(
                    "x", NumpyBytes.floats("(2,)", 1, 2),
                    "y", NumpyBytes.floats("(3,)", 1, 2, 3))));
    refused(
        request(unequal, "npz", value("x", DataType.FLOAT), value("y", DataType.FLOAT)),
        "hold [2, 3] samples");
  }

  @Test
  void wrongNumbersAreNamedWhenTheDataIsOpened() {
    Path file = file("x.npy", NumpyBytes.floats("(2, 2)", 1, 2, Float.POSITIVE_INFINITY, 4));
    refused(
        request(file, "npy", value("x", DataType.FLOAT, 2)),
        "x.npy, sample 1: element [0] is Infinity");
  }

  @Test
  void emptyFoldersAndOutputsToLearnNothingFromAreRefused() {
    refused(request(folder, "npy", value("x", DataType.FLOAT, 2)), "there are no files .npy");
    refused(
        request(folder, "image-folder", value("x", DataType.FLOAT, 3, 8, 8)),
        "there are no images");
    assertThatThrownBy(
            () ->
                task.open(
                    new DataRequest(
                        folder,
                        Optional.empty(),
                        "npy",
                        OptionalInt.empty(),
                        1,
                        List.of(value("x", DataType.FLOAT, 2)),
                        List.of(value("label", DataType.INT64))),
                    OPTIONS))
        .hasMessageContaining("'label': it is INT64");
  }

  @Test
  void arraysAreNeverScaled() {
    Path file = file("x.npy", NumpyBytes.floats("(20, 3)", numbers(60)));
    try (Dataset data = task.open(request(file, "npy", value("x", DataType.FLOAT, 3)), OPTIONS)) {
      assertThatThrownBy(() -> data.with(Normalization.ZERO_TO_ONE).training().get(0))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("task.data.normalize: arrays are not scaled as '0..1'");
    }
  }

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
    assertThatThrownBy(() -> quality.add(List.of(vector(1)), List.of(vector(1, 0))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("[1], that of the original [2]");
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
