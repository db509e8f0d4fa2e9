package dev.pluto.plugins.samples;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Files of one ending: a file itself, or those directly in a folder, by name. */
public final class FileListing {
  private FileListing() {}

  /** The files; hidden ones are left out. */
  public static List<Path> of(Path path, String ending) {
    if (!Files.isDirectory(path)) {
      return Files.isRegularFile(path) && matches(path, ending) ? List.of(path) : List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(Files::isRegularFile).filter(f -> matches(f, ending)).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(path.toString(), "the folder cannot be listed: " + e.getMessage()));
    }
  }

  /**
   * The files.
   *
   * @throws ProblemException if there are none
   */
  public static List<Path> atLeastOne(Path path, String ending) {
    List<Path> files = of(path, ending);
    if (files.isEmpty()) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(
              path.toString(), "there are no files " + ending, "such a file, or a folder of them"));
    }
    return files;
  }

  private static boolean matches(Path file, String ending) {
    String name = String.valueOf(file.getFileName());
    return !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
