package dev.pluto.plugins.sequence;

import dev.pluto.plugins.samples.Problems;
import dev.pluto.plugins.samples.files.TextTable;
import dev.pluto.plugins.samples.numpy.NumpyArray;
import dev.pluto.plugins.samples.numpy.NumpyFiles;
import dev.pluto.plugins.sequence.audio.WavFile;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A table of file names and labels, and the files beside it: sound, arrays of one sequence, or text
 * with one time step a row.
 */
final class LabelTableFormat implements SequenceFormat {
  private static final List<String> TRAINING = List.of("train", "training", "labels");
  private static final List<String> TEST = List.of("test", "val", "valid", "validation");
  private static final List<String> ENDINGS = List.of(".tsv", ".csv");
  private static final Set<String> FILES = Set.of("file", "filename", "file_name", "path", "name");
  private static final Set<String> LABELS = Set.of("label", "class", "category", "target");

  @Override
  public String name() {
    return "label-table";
  }

  @Override
  public String description() {
    return "labels.tsv or labels.csv (or train.* and test.* or val.*), or such a file itself: columns"
        + " file and label, or files first and labels last without a header; files are .wav, .npy"
        + " (time x features) or .csv, .tsv, .txt with one time step a row, relative to the table";
  }

  @Override
  public Recognition recognise(Path path) {
    return find(path, TRAINING)
        .map(file -> new Recognition(0.95, file.getFileName() + " is there"))
        .orElseGet(() -> new Recognition(0, "no labels.tsv or labels.csv"));
  }

  private static Optional<Path> find(Path path, List<String> names) {
    if (Files.isRegularFile(path)) {
      String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
      boolean ours =
          ENDINGS.stream().anyMatch(end -> name.endsWith(end) && !name.endsWith("_train" + end));
      return Optional.of(path).filter(file -> ours && names.equals(TRAINING));
    }
    return names.stream()
        .flatMap(name -> ENDINGS.stream().map(ending -> path.resolve(name + ending)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  @Override
  public SequenceData read(Path path, SequenceInput input, SequenceOptions options) {
    Optional<Path> training = find(path, TRAINING);
    Optional<Path> test = find(path, TEST);
    Path first =
        training
            .or(() -> test)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemException.Kind.USAGE,
                        new Problem(
                            path.toString(), "there is no table of labels", description())));
    return new SequenceData(
        part(first, input),
        training.isPresent() ? test.map(t -> part(t, input)) : Optional.empty());
  }

  private static SequenceData.Part part(Path tableFile, SequenceInput input) {
    TextTable table = TextTable.read(tableFile);
    OptionalInt file = table.column(FILES);
    OptionalInt label = table.column(LABELS);
    boolean header = file.isPresent() && label.isPresent();
    Problems problems = new Problems();
    NumpyFiles arrays = new NumpyFiles();
    List<LabelledRecording> recordings = new ArrayList<>();
    for (TextTable.Row row : table.rows().subList(header ? 1 : 0, table.rows().size())) {
      int last = row.cells().size() - 1;
      int fileColumn = file.orElse(0);
      int labelColumn = header ? label.getAsInt() : last;
      if (last < 1 || Math.max(fileColumn, labelColumn) > last) {
        problems.add(table.place(row), "it has %d cells".formatted(last + 1), "a file and a label");
        continue;
      }
      String name = row.cells().get(header ? fileColumn : 0);
      problems
          .gather(() -> recording(table, row, name, input, arrays))
          .ifPresent(
              r -> recordings.add(new LabelledRecording(name, row.cells().get(labelColumn), r)));
    }
    problems.refuse();
    return new SequenceData.Part(tableFile.toString(), recordings);
  }

  private static Recording recording(
      TextTable table, TextTable.Row row, String name, SequenceInput input, NumpyFiles arrays) {
    Path file;
    try {
      file = table.file().resolveSibling(name);
    } catch (InvalidPathException e) {
      throw problem(table.place(row), "'%s' is no file name".formatted(name), "");
    }
    if (!Files.isRegularFile(file)) {
      throw problem(table.place(row), "there is no file '%s'".formatted(file), "");
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(WavFile.ENDING)) {
      return new Recording.Sound(WavFile.open(file));
    }
    if (lower.endsWith(".npy")) {
      NumpyArray array = arrays.npy(file);
      return Slices.of(array, array.shape().sizes(), input).get(0);
    }
    if (Stream.of(".csv", ".tsv", ".txt").anyMatch(lower::endsWith)) {
      return TimeSteps.read(file);
    }
    throw problem(
        table.place(row),
        "'%s' is of no kind that is read".formatted(name),
        ".wav, .npy, .csv, .tsv, .txt");
  }

  private static ProblemException problem(String place, String what, String allowed) {
    return new ProblemException(ProblemException.Kind.USAGE, new Problem(place, what, allowed));
  }
}
