package dev.pluto.plugins.unlabelled;

import static dev.pluto.plugins.unlabelled.MadeUp.OPTIONS;
import static dev.pluto.plugins.unlabelled.MadeUp.numbers;
import static dev.pluto.plugins.unlabelled.MadeUp.request;
import static dev.pluto.plugins.unlabelled.MadeUp.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluto.plugins.samples.numpy.NumpyBytes;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.task.DataFormat;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Normalization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, and how formats are told apart. */
class UnlabelledTaskTest {
  private final UnlabelledTask task = new UnlabelledTask();

  @TempDir private Path folder = Path.of("");

  private Path file(String name, byte[] bytes) {
    return new MadeUp(folder).file(name, bytes);
  }

  private void refused(DataRequest request, String... why) {
    assertThatThrownBy(() -> task.open(request, OPTIONS))
        .isInstanceOf(ProblemException.class)
        .hasMessageContainingAll(why);
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
}
