package dev.pluto.plugins.images;

import dev.pluto.plugins.samples.files.FileListing;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Lists folders that hold images; hidden entries are left out and the order is that of names. */
public final class ImageFolder {
  private ImageFolder() {}

  /** Files directly in a folder that are named like images. */
  public static List<Path> images(Path folder) {
    return FileListing.entries(
        folder, p -> Files.isRegularFile(p) && ImageFile.isNamedLikeImage(p));
  }

  /** Folders with images directly in a folder. */
  public static List<Path> imageFolders(Path folder) {
    return FileListing.entries(folder, p -> Files.isDirectory(p) && !images(p).isEmpty());
  }

  /**
   * Sizes of all files, in order.
   *
   * @throws ProblemException naming every file whose header cannot be read
   */
  public static List<ImageFile.Size> sizes(List<Path> files) {
    List<Header> headers = files.parallelStream().map(ImageFolder::header).toList();
    List<Problem> problems = headers.stream().flatMap(h -> h.problems().stream()).toList();
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    return headers.stream().map(Header::size).flatMap(Optional::stream).toList();
  }

  private record Header(Optional<ImageFile.Size> size, List<Problem> problems) {}

  private static Header header(Path file) {
    try {
      return new Header(Optional.of(ImageFile.size(file)), List.of());
    } catch (ProblemException e) {
      return new Header(Optional.empty(), e.problems());
    }
  }
}
