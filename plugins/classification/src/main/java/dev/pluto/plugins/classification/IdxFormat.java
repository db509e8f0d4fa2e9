package dev.pluto.plugins.classification;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The IDX files of MNIST and its relatives: {@code train-images-idx3-ubyte[.gz]} and so on. */
final class IdxFormat implements LabelledFormat {
  private static final String NAMES =
      "train-images-idx3-ubyte and train-labels-idx1-ubyte, and t10k-* of the same form for the"
          + " test part, each as it is or with .gz";

  /** MNIST's own names, and those with a dot that some unpackers write. */
  private static final String IMAGES = "images[-.]idx3-ubyte(\\.gz)?";

  private static final String LABELS = "labels[-.]idx1-ubyte(\\.gz)?";

  @Override
  public String name() {
    return "idx";
  }

  @Override
  public String description() {
    return "a folder with " + NAMES;
  }

  @Override
  public Recognition recognise(Path path) {
    Optional<Path> images =
        find(path, Part.TRAINING, IMAGES).or(() -> find(path, Part.TEST, IMAGES));
    return images
        .map(file -> new Recognition(1, file.getFileName() + " is there"))
        .orElseGet(() -> new Recognition(0, "no *-images-idx3-ubyte file"));
  }

  @Override
  public boolean mirrorsWell() {
    return false;
  }

  @Override
  public LabelledData read(Path folder) {
    Optional<LabelledPart> training = part(folder, Part.TRAINING);
    Optional<LabelledPart> test = part(folder, Part.TEST);
    LabelledPart all =
        training.or(() -> test).orElseThrow(() -> problem(folder, "no IDX files", NAMES));
    return new LabelledData(all, training.isPresent() ? test : Optional.empty());
  }

  private static Optional<LabelledPart> part(Path folder, Part part) {
    return find(folder, part, IMAGES)
        .map(
            imagesFile ->
                read(
                    imagesFile,
                    find(folder, part, LABELS)
                        .orElseThrow(
                            () -> problem(imagesFile, "there is no labels file for it", NAMES))));
  }

  private static LabelledPart read(Path imagesFile, Path labelsFile) {
    IdxFile images = IdxFile.read(imagesFile, 3);
    IdxFile labels = IdxFile.read(labelsFile, 1);
    int count = images.sizes().get(0);
    int labelCount = labels.sizes().get(0);
    if (count != labelCount) {
      throw problem(
          labelsFile,
          "%d labels for the %d images of %s"
              .formatted(labelCount, count, imagesFile.getFileName()),
          "");
    }
    if (images.elements().length == 0) {
      throw problem(imagesFile, "holds no images", "");
    }
    PackedImages packed =
        new PackedImages(
            labels.elements(), 1, images.sizes().get(1), images.sizes().get(2), images.elements());
    List<String> classes =
        IntStream.rangeClosed(0, packed.maxLabel()).mapToObj(Integer::toString).toList();
    return new LabelledPart(imagesFile.toString(), classes, packed);
  }

  private static ProblemException problem(Path place, String what, String allowed) {
    return new ProblemException(
        ProblemException.Kind.USAGE, new Problem(place.toString(), what, allowed));
  }

  private enum Part {
    TRAINING("(.*-)?train-"),
    TEST("(.*-)?(t10k|test)-");

    private final String prefix;

    Part(String prefix) {
      this.prefix = prefix;
    }
  }

  private static Optional<Path> find(Path folder, Part part, String suffix) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    Pattern pattern = Pattern.compile(part.prefix + suffix);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> pattern.matcher(String.valueOf(f.getFileName())).matches())
          .sorted()
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      throw problem(folder, "the folder cannot be listed: " + e.getMessage(), "");
    }
  }
}
