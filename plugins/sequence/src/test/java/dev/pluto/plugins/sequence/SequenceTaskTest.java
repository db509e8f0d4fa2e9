package dev.pluto.plugins.sequence;

import static dev.pluto.plugins.sequence.MadeUp.OPTIONS;
import static dev.pluto.plugins.sequence.MadeUp.options;
import static dev.pluto.plugins.sequence.MadeUp.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.pluto.plugins.samples.numpy.NumpyBytes;
import dev.pluto.plugins.sequence.audio.WavBytes;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Normalization;
import dev.pluto.spi.task.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SequenceTaskTest {
  private final SequenceTask task = new SequenceTask();

  @TempDir private Path folder = Path.of("");

  private void refused(DataRequest request, SequenceOptions options, String... why) {
    assertThatThrownBy(() -> task.open(request, options))
        .isInstanceOf(ProblemException.class)
        .hasMessageContainingAll(why);
  }

  private void tones(int perLabel, String... labels) {
    for (int label = 0; label < labels.length; label++) {
      for (int i = 0; i < perLabel; i++) {
        MadeUp.tone(folder.resolve("%s_a_%d.wav".formatted(labels[label], i)), 8000, label, i);
      }
    }
  }

  private static List<Long> labels(Samples samples) {
    return IntStream.range(0, samples.size())
        .mapToObj(i -> samples.get(i).targets().get(0).longs()[0])
        .toList();
  }

  @Test
  void aPatternSaysWhichFilesValidate() {
    tones(8, "0", "1");
    for (String pattern : List.of("*_[0-2].wav", "regex:.*_[012]\\.wav")) {
      Dataset data =
          task.open(
              request(folder, "wav-names", 2, 20, 8), options(Optional.of(pattern), List.of()));
      assertThat(data.training().size()).isEqualTo(10);
      assertThat(data.validation().size()).isEqualTo(6);
      assertThat(data.validationOrigin()).contains(pattern);
    }
    refused(
        request(folder, "wav-names", 2, 20, 8),
        options(Optional.of("*.mp3"), List.of()),
        "16 training and 0 validation samples");
  }

  @Test
  void aListOfTestFilesIsTheTestPart() throws IOException {
    for (int i = 0; i < 5; i++) {
      MadeUp.tone(folder.resolve("yes/%d.wav".formatted(i)), 8000, 0, i);
      MadeUp.tone(folder.resolve("no/%d.wav".formatted(i)), 8000, 1, i);
    }
    Files.writeString(folder.resolve("testing_list.txt"), "yes/3.wav\nno/1.wav\nno/4.wav\n");
    Dataset data = task.open(request(folder, "wav-folder", 2, 20, 8), OPTIONS);
    assertThat(data.training().size()).isEqualTo(7);
    assertThat(labels(data.validation())).containsExactly(0L, 1L, 0L);
    assertThat(data.validationOrigin()).endsWith("testing_list.txt");
  }

  @Test
  void theFirstSamplesAreOfAllClassesWhichTheUserMayOrder() {
    tones(12, "10", "9", "2");
    Dataset byNumber = task.open(request(folder, "wav-names", 3, 20, 8), OPTIONS);
    assertThat(labels(byNumber.training()).subList(0, 3)).containsExactlyInAnyOrder(0L, 1L, 2L);
    Dataset given =
        task.open(
            request(folder, "wav-names", 4, 20, 8),
            options(Optional.empty(), List.of("9", "x", "10", "2")));
    assertThat(labels(given.training())).contains(0L, 2L, 3L).doesNotContain(1L);
    Dataset positions = task.open(request(folder, "wav-names", 12, 20, 8), OPTIONS);
    assertThat(labels(positions.training())).contains(2L, 9L, 10L);
    refused(
        request(folder, "wav-names", 4, 20, 8),
        OPTIONS,
        "4 classes apart",
        "3: 2, 9, 10",
        "classes");
    refused(
        request(folder, "wav-names", 3, 20, 8),
        options(Optional.empty(), List.of("9", "2", "x")),
        "labels [10] are not among");
  }

  @Test
  void everyDamagedFileIsNamed() {
    tones(4, "0", "1");
    byte[] whole = WavBytes.tone(8000, 440, 1000);
    WavBytes.write(folder.resolve("0_b_1.wav"), Arrays.copyOf(whole, 600));
    WavBytes.write(folder.resolve("1_b_1.wav"), new byte[3]);
    refused(
        request(folder, "wav-names", 2, 20, 8),
        OPTIONS,
        "0_b_1.wav: it cannot be read: its header promises 2000 bytes",
        "1_b_1.wav: it is no such file");
    WavBytes.write(folder.resolve("unlabelled.wav"), whole);
    refused(request(folder, "wav-names", 2, 20, 8), OPTIONS, "unlabelled.wav: its name carries no");
  }

  @Test
  void scalingIsMeasuredOrGiven() {
    tones(12, "0", "1");
    Dataset data = task.open(request(folder, "wav-names", 2, 20, 8), OPTIONS);
    assertThat(data.normalizations())
        .extracting(Normalization::name)
        .containsExactly("dataset", "dataset-per-feature", "as-they-are");
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int i = 0; i < data.training().size(); i++) {
      for (float value : data.training().get(i).inputs().get(0).floats()) {
        sum += value;
        squares += (double) value * value;
        count++;
      }
    }
    assertThat(sum / count).isEqualTo(0, offset(1e-4));
    assertThat(squares / count).isEqualTo(1, offset(1e-3));
    Normalization given = new Normalization("mean=1;std=2", List.of(1.0), List.of(2.0));
    float raw =
        data.with(data.normalizations().get(2)).training().get(0).inputs().get(0).floats()[0];
    assertThat(data.with(given).training().get(0).inputs().get(0).floats()[0])
        .isEqualTo((raw - 1) / 2, offset(1e-6f));
    assertThatThrownBy(() -> data.with(Normalization.IMAGENET))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not scaled as 'imagenet'")
        .hasMessageContaining("dataset-per-feature");
    Normalization three =
        new Normalization("mean=1,2,3;std=1,1,1", List.of(1.0, 2.0, 3.0), List.of(1.0, 1.0, 1.0));
    assertThatThrownBy(() -> data.with(three)).hasMessageContaining("3 means");
  }

  @Test
  void trainingSeesSequencesVaried() {
    tones(12, "0", "1");
    Samples training = task.open(request(folder, "wav-names", 2, 20, 8), OPTIONS).training();
    float[] plain = training.get(0).inputs().get(0).floats();
    float[] once = training.augmented(0, new SplittableRandom(1)).inputs().get(0).floats();
    float[] again = training.augmented(0, new SplittableRandom(1)).inputs().get(0).floats();
    float[] other = training.augmented(0, new SplittableRandom(2)).inputs().get(0).floats();
    assertThat(once).isEqualTo(again).isNotEqualTo(plain).isNotEqualTo(other);
    assertThat(training.get(0).targets().get(1).floats()).containsExactly(0);
    assertThat(training.augmented(0, new SplittableRandom(1)).targets().get(1).floats())
        .containsExactly(0.1f);
  }

  @Test
  void masksShiftsAndGainDoWhatTheySay() {
    float[] values = {1, 10, 2, 20, 3, 30};
    float[] nothing = {-1, -10};
    double[] mean = {5, 50};
    Augmentation none = new Augmentation(0, 0, 0, 0, Augmentation.Loudness.ADDED);
    assertThat(none.varied(values, nothing, mean, new SplittableRandom(1)))
        .isEqualTo(values)
        .isNotSameAs(values);
    Augmentation shift = new Augmentation(1, 0, 0, 0, Augmentation.Loudness.NONE);
    Augmentation masks = new Augmentation(0, 3, 0, 0, Augmentation.Loudness.NONE);
    boolean later = false;
    boolean earlier = false;
    boolean hidden = false;
    for (int seed = 0; seed < 50; seed++) {
      float[] moved = shift.varied(values, nothing, mean, new SplittableRandom(seed));
      later |= Arrays.equals(moved, new float[] {-1, -10, 1, 10, 2, 20});
      earlier |= Arrays.equals(moved, new float[] {2, 20, 3, 30, -1, -10});
      float[] masked = masks.varied(values, nothing, mean, new SplittableRandom(seed));
      hidden |= Arrays.equals(masked, new float[] {1, 10, 5, 50, 5, 50});
    }
    assertThat(List.of(later, earlier, hidden)).containsOnly(true);
    Augmentation louder = new Augmentation(0, 0, 0, 1, Augmentation.Loudness.MULTIPLIED);
    float[] scaled = louder.varied(values, nothing, mean, new SplittableRandom(3));
    assertThat(scaled[5] / scaled[0]).isEqualTo(30, offset(1e-3f));
    assertThat(scaled[0]).isNotEqualTo(1).isBetween(0.6f, 1.65f);
  }

  @Test
  void arraysThatDoNotFitAreNamed() {
    NumpyBytes.write(folder.resolve("x.npy"), NumpyBytes.floats("(2, 2, 3)", new float[12]));
    refused(request(folder, "arrays", 2, 4, 5), OPTIONS, "no sequences with labels");
    NumpyBytes.write(folder.resolve("y.npy"), NumpyBytes.floats("(3,)", 0, 1, 1));
    refused(
        request(folder, "arrays", 2, 4, 5), OPTIONS, "x.npy: its shape is [2x2x3]", "4 features");
    refused(request(folder, "arrays", 2, 2, 3), OPTIONS, "3 labels for the 2 sequences");
    NumpyBytes.write(folder.resolve("y.npy"), NumpyBytes.floats("(2,)", 0, 0.5f));
    refused(request(folder, "arrays", 2, 2, 3), OPTIONS, "y.npy: label 1 is 0.5");
  }

  @Test
  void rowsThatAreNoneOfATableAreNamed() throws IOException {
    Files.writeString(folder.resolve("labels.csv"), "a.npy,1\nb.wav\n../c.txt,2\nd.png,1\n");
    Files.createFile(folder.resolve("d.png"));
    Files.writeString(folder.resolve("e.csv"), "");
    refused(
        request(folder, "label-table", 2, 4, 5),
        OPTIONS,
        "line 1: there is no file",
        "line 2: it has 1 cells",
        "line 3: there is no file",
        "line 4: 'd.png' is of no kind that is read");
    Files.writeString(folder.resolve("labels.csv"), "e.csv,1\nf.csv,1\n");
    Files.writeString(folder.resolve("f.csv"), "1,2\n3\nx,4\n");
    refused(
        request(folder, "label-table", 2, 4, 2),
        OPTIONS,
        "e.csv: there are no numbers in it",
        "f.csv, line 2: it has 1 numbers, the first row 2",
        "f.csv, line 3: 'x' is not read as a number");
  }

  @Test
  void modelsThatTakeNoSequencesAreRefused() {
    tones(4, "0", "1");
    refused(request(folder, "wav-names", 2, 3, 32, 32), OPTIONS, "input 'x'", "has the size 1");
    refused(request(folder, "wav-names", 2), OPTIONS, "with 1 dimensions");
  }

  @Test
  void theLossSpreadsTheShareThatTheTargetSays() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray scores = manager.create(new float[][] {{2, 0}, {0, 1}});
      NDArray labels = manager.create(new long[] {0, 0});
      double first = Math.log(1 + Math.exp(-2));
      double second = Math.log(1 + Math.exp(1));
      float plain =
          task.loss(new NDList(scores), new NDList(labels, manager.create(new float[] {0, 0})))
              .getFloat();
      assertThat((double) plain).isEqualTo((first + second) / 2, offset(1e-6));
      float smoothed =
          task.loss(
                  new NDList(scores), new NDList(labels, manager.create(new float[] {0.2f, 0.2f})))
              .getFloat();
      // Of the label 0.9, of the other class 0.1.
      double expected = (first + 0.1 * 2 + second - 0.1 * 1) / 2;
      assertThat((double) smoothed).isEqualTo(expected, offset(1e-6));
    }
  }
}
