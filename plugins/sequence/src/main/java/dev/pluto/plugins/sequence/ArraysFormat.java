package dev.pluto.plugins.sequence;

import dev.pluto.plugins.samples.files.FileListing;
import dev.pluto.plugins.samples.numpy.NumpyArray;
import dev.pluto.plugins.samples.numpy.NumpyFiles;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Arrays of sequences and of their labels, in NPY files or NPZ archives. */
final class ArraysFormat implements SequenceFormat {
  private static final String NPY = ".npy";
  private static final String NPZ = ".npz";

  @Override
  public String name() {
    return "arrays";
  }

  @Override
  public String description() {
    return "NPY files x and y (also X_train and y_train, X_test and y_test, or any names with x and y"
        + " as a part between _ or -), in a folder, or the file of x itself; or an NPZ file with"
        + " arrays of such names; x has the samples first, y one label each";
  }

  @Override
  public Recognition recognise(Path path) {
    List<String> pairs = new ArrayList<>();
    if (isNamed(path, NPZ)) {
      return new Recognition(0.9, "it is an NPZ file");
    }
    npyFiles(path).keySet().stream()
        .filter(name -> ArrayNames.partner(name).isPresent())
        .forEach(pairs::add);
    return pairs.isEmpty()
        ? new Recognition(0, "no pairs of NPY files x and y")
        : new Recognition(0.9, "the arrays " + String.join(", ", pairs));
  }

  private static boolean isNamed(Path path, String ending) {
    return Files.isRegularFile(path) && !FileListing.of(path, ending).isEmpty();
  }

  /** Files by their names without the ending; those beside a file that was named itself. */
  private static Map<String, Path> npyFiles(Path path) {
    Map<String, Path> files = new TreeMap<>();
    Optional<Path> folder = Optional.ofNullable(path.toAbsolutePath().getParent());
    boolean one = isNamed(path, NPY);
    for (Path file : FileListing.of(one && folder.isPresent() ? folder.get() : path, NPY)) {
      String name = String.valueOf(file.getFileName());
      files.put(name.substring(0, name.length() - NPY.length()), file);
    }
    if (one) {
      String name = String.valueOf(path.getFileName());
      String chosen = name.substring(0, name.length() - NPY.length());
      Optional<String> partner = ArrayNames.partner(chosen);
      files.keySet().removeIf(n -> !n.equals(chosen) && !partner.equals(Optional.of(n)));
    }
    return files;
  }

  @Override
  public SequenceData read(Path path, SequenceInput input, SequenceOptions options) {
    NumpyFiles files = new NumpyFiles();
    Map<String, NumpyArray> arrays = new TreeMap<>();
    if (isNamed(path, NPZ)) {
      arrays.putAll(files.npz(path, files.names(path)));
    } else {
      npyFiles(path).forEach((name, file) -> arrays.put(name, files.npy(file)));
    }
    ArrayNames names = ArrayNames.of(arrays.keySet(), path);
    SequenceData.Part first = part(arrays, names.training(), input);
    return new SequenceData(first, names.test().map(test -> part(arrays, test, input)));
  }

  private static SequenceData.Part part(
      Map<String, NumpyArray> arrays, ArrayNames.Pair pair, SequenceInput input) {
    NumpyArray x = array(arrays, pair.x());
    NumpyArray y = array(arrays, pair.y());
    if (x.shape().rank() < 2 || x.shape().size(0) < 1) {
      throw problem(x, "its shape is " + x.shape(), "samples first, then time and features");
    }
    long[] sizes = x.shape().sizes();
    List<Recording> recordings = Slices.of(x, Arrays.copyOfRange(sizes, 1, sizes.length), input);
    List<String> labels = ArrayLabels.of(y);
    if (labels.size() != recordings.size()) {
      throw problem(
          y,
          "%d labels for the %d sequences of %s"
              .formatted(labels.size(), recordings.size(), x.place()),
          "as many of each");
    }
    List<LabelledRecording> labelled = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      labelled.add(
          new LabelledRecording(
              "%s, sample %d".formatted(x.place(), i), labels.get(i), recordings.get(i)));
    }
    return new SequenceData.Part(x.place(), labelled);
  }

  private static NumpyArray array(Map<String, NumpyArray> arrays, String name) {
    return Optional.ofNullable(arrays.get(name)).orElseThrow();
  }

  private static ProblemException problem(NumpyArray array, String what, String allowed) {
    return new ProblemException(
        ProblemException.Kind.USAGE, new Problem(array.place(), what, allowed));
  }
}
