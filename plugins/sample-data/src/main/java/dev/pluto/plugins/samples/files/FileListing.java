package dev.pluto.plugins.samples.files;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What lies directly in a folder, by name; files of one ending, or a file itself. */
public final class FileListing {
  private FileListing() {}

  /** The files; hidden ones are left out. */
  public static List<Path> of(Path path, String ending) {
    if (!Files.isDirectory(path)) {
      return Files.isRegularFile(path) && matches(path, ending) ? List.of(path) : List.of();
    }
    return entries(path, file -> Files.isRegularFile(file) && matches(file, ending));
  }

  /**
   * What lies directly in a folder, by name, without what is hidden; nothing where there is no
   * folder.
   *
   * @throws ProblemException if the folder cannot be listed
   */
  public static List<Path> entries(Path folder, Predicate<Path> wanted) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(entry -> !nameOf(entry).startsWith(".")).filter(wanted).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(folder.toString(), "the folder cannot be listed: " + e.getMessage()));
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
    String name = nameOf(file);
    return !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }
}
