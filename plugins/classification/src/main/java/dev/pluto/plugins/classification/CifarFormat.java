package dev.pluto.plugins.classification;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The binary batches of CIFAR-10: records of one label byte and 3 × 32 × 32 samples, class names in
 * {@code batches.meta.txt}.
 */
final class CifarFormat implements LabelledFormat {
  private static final String TEST = "test_batch.bin";
  private static final String META = "batches.meta.txt";
  private static final int SIDE = 32;
  private static final int IMAGE = 3 * SIDE * SIDE;
  private static final int RECORD = 1 + IMAGE;

  @Override
  public String name() {
    return "cifar";
  }

  @Override
  public String description() {
    return "a folder with " + META + " and data_batch_*.bin, and " + TEST + " for the test part";
  }

  @Override
  public Recognition recognise(Path path) {
    if (!Files.isRegularFile(path.resolve(META))) {
      return new Recognition(0, "no " + META);
    }
    boolean batches = !trainingFiles(path).isEmpty() || Files.exists(path.resolve(TEST));
    return batches
        ? new Recognition(1, META + " and batches are there")
        : new Recognition(0, META + " without batches");
  }

  @Override
  public boolean mirrorsWell() {
    return true;
  }

  @Override
  public LabelledData read(Path folder) {
    List<String> classes = classes(folder.resolve(META));
    List<Problem> problems = new ArrayList<>();
    Path testFile = folder.resolve(TEST);
    Optional<LabelledPart> training =
        read(trainingFiles(folder), classes.size(), problems)
            .map(images -> new LabelledPart(folder.toString(), classes, images));
    Optional<LabelledPart> test =
        read(Files.exists(testFile) ? List.of(testFile) : List.of(), classes.size(), problems)
            .map(images -> new LabelledPart(testFile.toString(), classes, images));
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    LabelledPart all =
        training
            .or(() -> test)
            .orElseThrow(() -> problem(folder, "no batches in it", description()));
    return new LabelledData(all, training.isPresent() ? test : Optional.empty());
  }

  private static List<Path> trainingFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> String.valueOf(f.getFileName()).matches("data_batch_.*\\.bin"))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw problem(folder, "the folder cannot be listed: " + e.getMessage(), "");
    }
  }

  private static List<String> classes(Path file) {
    try {
      List<String> names =
          Files.readAllLines(file).stream().map(String::strip).filter(n -> !n.isEmpty()).toList();
      if (names.isEmpty() || names.size() > 256) {
        throw problem(file, names.size() + " class names", "1 to 256, one a line");
      }
      return names;
    } catch (IOException e) {
      throw problem(file, "the file cannot be read: " + e.getMessage(), "");
    }
  }

  /** Reads batches one after another; empty if there are none, or one has a problem (noted). */
  private static Optional<PackedImages> read(
      List<Path> files, int classes, List<Problem> problems) {
    List<byte[]> batches = new ArrayList<>();
    for (Path file : files) {
      Optional<Problem> problem = readBatch(file, classes, batches);
      problem.ifPresent(problems::add);
    }
    if (batches.size() < files.size() || files.isEmpty()) {
      return Optional.empty();
    }
    int count = batches.stream().mapToInt(b -> b.length / RECORD).sum();
    byte[] labels = new byte[count];
    byte[] images = new byte[Math.multiplyExact(count, IMAGE)];
    int next = 0;
    for (byte[] batch : batches) {
      for (int start = 0; start < batch.length; start += RECORD, next++) {
        labels[next] = batch[start];
        System.arraycopy(batch, start + 1, images, next * IMAGE, IMAGE);
      }
    }
    return Optional.of(new PackedImages(labels, 3, SIDE, SIDE, images));
  }

  private static Optional<Problem> readBatch(Path file, int classes, List<byte[]> batches) {
    byte[] batch;
    try {
      batch = Files.readAllBytes(file);
    } catch (IOException e) {
      return Optional.of(
          new Problem(file.toString(), "the file cannot be read: " + e.getMessage()));
    }
    if (batch.length == 0 || batch.length % RECORD != 0) {
      return Optional.of(
          new Problem(
              file.toString(),
              batch.length + " bytes are no whole number of images",
              "records of " + RECORD + " bytes"));
    }
    for (int start = 0; start < batch.length; start += RECORD) {
      int label = batch[start] & 0xFF;
      if (label >= classes) {
        return Optional.of(
            new Problem(
                file.toString(),
                "image %d has label %d".formatted(start / RECORD, label),
                "labels below %d, the number of names in %s".formatted(classes, META)));
      }
    }
    batches.add(batch);
    return Optional.empty();
  }

  private static ProblemException problem(Path place, String what, String allowed) {
    return new ProblemException(
        ProblemException.Kind.USAGE, new Problem(place.toString(), what, allowed));
  }
}
