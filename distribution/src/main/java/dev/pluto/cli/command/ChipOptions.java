package dev.pluto.cli.command;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where chips are described, besides the installation. */
final class ChipOptions {
  @Option(
      names = "--chips",
      paramLabel = "DIR",
      description = "A folder with further descriptions of chips (YAML).")
  private List<Path> folders = new ArrayList<>();

  /**
   * The folders that were named.
   *
   * @throws ProblemException (usage) with every one that is no folder
   */
  List<Path> folders() {
    List<Problem> problems =
        folders.stream()
            .filter(folder -> !Files.isDirectory(folder))
            .map(folder -> new Problem("--chips", "'" + folder + "' is no folder"))
            .toList();
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    return folders;
  }
}
