package dev.pluto.plugins.keypoints;

import dev.pluto.plugins.samples.files.FolderParts;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.task.DataFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Images and a table of the joints in them. */
final class JointTableFormat implements DataFormat {
  private static final List<String> ENDINGS = List.of(".csv", ".tsv");

  @Override
  public String name() {
    return "joint-table";
  }

  @Override
  public String description() {
    return "a folder with joints.csv or joints.tsv ("
        + JointTable.COLUMNS
        + ") and the images beside it or in images/, or such a table itself; train/ and test/ (or"
        + " val/) above them where there is a test part";
  }

  @Override
  public Recognition recognise(Path path) {
    return table(parts(path).training())
        .map(file -> new Recognition(1, file.getFileName() + " is there"))
        .orElseGet(() -> new Recognition(0, "no joints.csv"));
  }

  private static FolderParts parts(Path path) {
    return FolderParts.of(path, folder -> table(folder).isPresent());
  }

  private static Optional<Path> table(Path path) {
    if (Files.isRegularFile(path)) {
      String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
      return Optional.of(path).filter(file -> ENDINGS.stream().anyMatch(name::endsWith));
    }
    return ENDINGS.stream()
        .map(ending -> path.resolve("joints" + ending))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Reads the tables.
   *
   * @param wanted names of the joints in order; empty for the order of the training table
   * @throws ProblemException (usage) naming all rows that are not understood and all images that
   *     are not there
   */
  KeypointsData read(Path path, List<String> wanted) {
    FolderParts parts = parts(path);
    Path file =
        table(parts.training())
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemException.Kind.USAGE,
                        new Problem(path.toString(), "no table of joints", description())));
    JointTable table = new JointTable(file);
    JointNames names = new JointNames(wanted.isEmpty() ? table.joints() : wanted);
    List<String> missing =
        names.names().stream().filter(name -> !table.joints().contains(name)).toList();
    if (!missing.isEmpty()) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(
              file.toString(),
              "the joints %s are not in it".formatted(missing),
              String.join(", ", table.joints())));
    }
    return new KeypointsData(
        names,
        new KeypointsData.Part(file.toString(), table.persons(names)),
        parts
            .test()
            .flatMap(JointTableFormat::table)
            .map(
                test ->
                    new KeypointsData.Part(test.toString(), new JointTable(test).persons(names))));
  }
}
