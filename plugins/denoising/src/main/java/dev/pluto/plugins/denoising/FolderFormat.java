package dev.pluto.plugins.denoising;

import dev.pluto.plugins.images.ImageFile;
import dev.pluto.plugins.images.ImageFolder;
import dev.pluto.plugins.samples.files.FolderParts;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.task.DataFormat;
import java.nio.file.Path;
import java.util.List;

/** A folder of clean images. */
record FolderFormat() implements DataFormat {
  @Override
  public String name() {
    return "image-folder";
  }

  @Override
  public String description() {
    return "a folder of clean images (%s), or of folders train and test with such images"
        .formatted(ImageFile.FORMATS);
  }

  @Override
  public Recognition recognise(Path path) {
    return ImageFolder.images(parts(path).training()).isEmpty()
        ? new Recognition(0, "no images")
        : new Recognition(1, "images");
  }

  /** The training and the test part of a folder. */
  static FolderParts parts(Path folder) {
    return FolderParts.of(folder, part -> !ImageFolder.images(part).isEmpty());
  }

  /**
   * The images of a folder.
   *
   * @throws ProblemException if there are none
   */
  static List<Path> images(Path folder) {
    List<Path> files = ImageFolder.images(folder);
    if (files.isEmpty()) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(folder.toString(), "there are no images in it", ImageFile.FORMATS));
    }
    return files;
  }
}
