package dev.pluto.plugins.samples.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The parts of a folder of samples.
 *
 * @param training its {@code train} folder, or the folder itself
 * @param test its {@code test}, {@code val} or {@code validation} folder, if it has one
 */
public record FolderParts(Path training, Optional<Path> test) {
  private static final List<String> TRAINING_NAMES = List.of("train", "training");
  private static final List<String> TEST_NAMES = List.of("test", "val", "valid", "validation");

  /**
   * Finds the usual parts.
   *
   * @param holdsData whether a folder of a usual name is a part indeed and not, say, a class of
   *     that name
   */
  public static FolderParts of(Path folder, Predicate<Path> holdsData) {
    Optional<Path> training = part(folder, TRAINING_NAMES, holdsData);
    return new FolderParts(training.orElse(folder), part(folder, TEST_NAMES, holdsData));
  }

  private static Optional<Path> part(Path folder, List<String> names, Predicate<Path> holdsData) {
    return names.stream()
        .map(folder::resolve)
        .filter(Files::isDirectory)
        .filter(holdsData)
        .findFirst();
  }
}
