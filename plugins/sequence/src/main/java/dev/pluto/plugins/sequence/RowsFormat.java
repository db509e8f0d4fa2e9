package dev.pluto.plugins.sequence;

import dev.pluto.plugins.samples.Problems;
import dev.pluto.plugins.samples.files.TextTable;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One sequence of one feature a row, the label first, as in the UCR archive of time series: {@code
 * NAME_TRAIN.tsv} and {@code NAME_TEST.tsv}.
 */
final class RowsFormat implements SequenceFormat {
  private static final String NAMES = "NAME_TRAIN.tsv and NAME_TEST.tsv (or .csv, .txt)";
  private static final Pattern TRAIN = Pattern.compile(".+_TRAIN\\.(tsv|csv|txt)");
  private static final Pattern TEST = Pattern.compile(".+_TEST\\.(tsv|csv|txt)");
  private static final Pattern ABSENT = Pattern.compile("(?i)|nan|\\?");

  @Override
  public String name() {
    return "rows";
  }

  @Override
  public String description() {
    return "a folder with "
        + NAMES
        + ", or one such file: one sequence a row, the label first (UCR archive)";
  }

  @Override
  public Recognition recognise(Path path) {
    return find(path, TRAIN)
        .map(file -> new Recognition(1, file.getFileName() + " is there"))
        .orElseGet(() -> new Recognition(0, "no " + NAMES));
  }

  private static Optional<Path> find(Path path, Pattern names) {
    if (!Files.isDirectory(path)) {
      return Optional.of(path)
          .filter(file -> names.matcher(String.valueOf(file.getFileName())).matches());
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> names.matcher(String.valueOf(file.getFileName())).matches())
          .sorted()
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      throw problem(path, "the folder cannot be listed: " + e.getMessage(), "");
    }
  }

  @Override
  public SequenceData read(Path path, SequenceInput input, SequenceOptions options) {
    Optional<Path> training = find(path, TRAIN);
    Optional<Path> test = find(path, TEST);
    Path first = training.or(() -> test).orElseThrow(() -> problem(path, "no such file", NAMES));
    return new SequenceData(
        part(first), training.isPresent() ? test.map(RowsFormat::part) : Optional.empty());
  }

  private static SequenceData.Part part(Path file) {
    TextTable table = TextTable.read(file);
    Problems problems = new Problems();
    List<LabelledRecording> recordings = new ArrayList<>();
    for (TextTable.Row row : table.rows()) {
      String place = table.place(row);
      List<String> cells = withoutAbsentEnd(row.cells());
      OptionalDouble number = Numbers.parse(cells.get(0));
      String label =
          number.isPresent() && number.getAsDouble() == Math.rint(number.getAsDouble())
              ? Long.toString((long) number.getAsDouble())
              : cells.get(0);
      if (cells.size() < 2) {
        problems.add(place, "there are no values behind the label", "");
      } else {
        problems
            .gather(() -> Numbers.of(place, cells.subList(1, cells.size())))
            .ifPresent(
                v ->
                    recordings.add(
                        new LabelledRecording(place, label, new Recording.Numbers(1, v))));
      }
    }
    problems.refuse();
    return new SequenceData.Part(file.toString(), recordings);
  }

  /** Shorter sequences are filled up to the longest by cells without a number. */
  private static List<String> withoutAbsentEnd(List<String> cells) {
    int end = cells.size();
    while (end > 1 && ABSENT.matcher(cells.get(end - 1)).matches()) {
      end--;
    }
    return cells.subList(0, end);
  }

  private static ProblemException problem(Path place, String what, String allowed) {
    return new ProblemException(
        ProblemException.Kind.USAGE, new Problem(place.toString(), what, allowed));
  }
}
