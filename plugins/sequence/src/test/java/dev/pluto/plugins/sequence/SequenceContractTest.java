package dev.pluto.plugins.sequence;

import static dev.pluto.plugins.sequence.MadeUp.OPTIONS;
import static dev.pluto.plugins.sequence.MadeUp.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.plugins.samples.numpy.NumpyBytes;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.task.DataFormat;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Dataset;
import dev.pluto.testkit.TaskContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task on a few made-up sequences in each of its formats. */
class SequenceContractTest {
  private final SequenceTask task = new SequenceTask();

  @TempDir private Path folder = Path.of("");

  private Dataset keepsTheContract(DataRequest request) {
    List<String> names =
        task.formats().stream()
            .filter(f -> f.recognise(request.path()).confidence() > 0)
            .map(DataFormat::name)
            .toList();
    assertThat(names).containsExactly(request.format());
    assertThat(TaskContract.check(task, OPTIONS, request)).isEmpty();
    return task.open(request, OPTIONS);
  }

  private static Shape input(Dataset data) {
    return data.training().get(0).inputs().get(0).shape();
  }

  private static float[] numbers(int count) {
    Random random = new Random(count);
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
  void keepsTheContractOnFoldersOfSounds() {
    for (int i = 0; i < 12; i++) {
      MadeUp.tone(folder.resolve("low/" + i + ".wav"), 8000, 0, i);
      MadeUp.tone(folder.resolve("high/" + i + ".WAV"), i % 2 == 0 ? 8000 : 16_000, 1, i);
      MadeUp.tone(folder.resolve("_background_/" + i + ".wav"), 8000, 1, i);
    }
    assertThat(input(keepsTheContract(request(folder, "wav-folder", 2, 30, 16))))
        .isEqualTo(Shape.of(30, 16));
    assertThat(input(keepsTheContract(request(folder, "wav-folder", 2, 16, 30))))
        .isEqualTo(Shape.of(16, 30));
    assertThat(input(keepsTheContract(request(folder, "wav-folder", 2, 1, 20, -1))).size(2))
        .isGreaterThan(10);
    assertThat(input(keepsTheContract(request(folder, "wav-folder", 2, 49, 10, 1))))
        .isEqualTo(Shape.of(49, 10, 1));
    assertThat(input(keepsTheContract(request(folder, "wav-folder", 2, 1, 2000))))
        .isEqualTo(Shape.of(1, 2000));
    assertThat(input(keepsTheContract(request(folder, "wav-folder", 2, 2000))))
        .isEqualTo(Shape.of(2000));
  }

  @Test
  void keepsTheContractOnSoundsWithTheirLabelInTheName() {
    for (int i = 0; i < 24; i++) {
      MadeUp.tone(
          folder.resolve("recordings/%d_someone_%d.wav".formatted(i % 3, i)), 8000, i % 3, i);
    }
    keepsTheContract(request(folder, "wav-names", 3, 30, 16));
    keepsTheContract(request(folder.resolve("recordings"), "wav-names", 3, 30, 16));
  }

  @Test
  void keepsTheContractOnArrays() {
    byte[] labels = new byte[20];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i % 2);
    }
    NumpyBytes.write(folder.resolve("X_train.npy"), NumpyBytes.floats("(20, 7, 3)", numbers(420)));
    NumpyBytes.write(folder.resolve("y_train.npy"), NumpyBytes.npy("|i1", false, "(20,)", labels));
    NumpyBytes.write(folder.resolve("X_test.npy"), NumpyBytes.floats("(4, 7, 3)", numbers(84)));
    NumpyBytes.write(
        folder.resolve("y_test.npy"), NumpyBytes.npy("|i1", false, "(4,)", new byte[4]));
    Dataset data = keepsTheContract(request(folder, "arrays", 2, 7, 3));
    assertThat(data.validation().size()).isEqualTo(4);
    assertThat(data.training().get(3).targets().get(0).longs()).containsExactly(1);
    assertThat(input(keepsTheContract(request(folder, "arrays", 2, 3, -1))))
        .isEqualTo(Shape.of(3, 7));
    assertThat(input(keepsTheContract(request(folder, "arrays", 2, 9, 3))))
        .isEqualTo(Shape.of(9, 3));
  }

  @Test
  void keepsTheContractOnAnArchive() {
    Map<String, byte[]> arrays =
        Map.of(
            "x", NumpyBytes.floats("(20, 5)", numbers(100)),
            "y", NumpyBytes.npy("|u1", false, "(20, 1)", new byte[20]));
    Path file = NumpyBytes.write(folder.resolve("all.npz"), NumpyBytes.npz(arrays));
    keepsTheContract(request(file, "arrays", 4, 5));
  }

  @Test
  void keepsTheContractOnATableOfFiles() throws IOException {
    StringBuilder table = new StringBuilder("label\tfile\n");
    for (int i = 0; i < 20; i++) {
      String name = "parts/%d.csv".formatted(i);
      NumpyBytes.write(
          folder.resolve(name),
          "a,b\n1,2\n".concat("3, -4e-1\n".repeat(i + 1)).getBytes(StandardCharsets.UTF_8));
      table.append(i % 2 == 0 ? "even" : "odd").append('\t').append(name).append('\n');
    }
    Files.writeString(folder.resolve("labels.tsv"), table);
    Dataset data = keepsTheContract(request(folder, "label-table", 2, -1, 2));
    // The median of 2 to 21 steps.
    assertThat(input(data)).isEqualTo(Shape.of(11, 2));
  }

  @Test
  void keepsTheContractOnRows() throws IOException {
    Files.writeString(
        folder.resolve("Waves_TRAIN.tsv"), "-1\t1\t2\t3\n1.0\t4\t5\tNaN\n".repeat(10));
    Files.writeString(folder.resolve("Waves_TEST.tsv"), "-1\t1\t2\t3\n");
    Dataset data = keepsTheContract(request(folder, "rows", 2, 1, 3));
    assertThat(data.training().get(1).inputs().get(0).floats()).containsExactly(4, 5, 0);
    assertThat(data.training().get(1).targets().get(0).longs()).containsExactly(1);
  }
}
