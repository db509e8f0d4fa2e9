package dev.pluto.plugins.superresolution;

import dev.pluto.plugins.images.ImageFile;
import dev.pluto.plugins.images.ImageFolder;
import java.nio.file.Path;

/** Large images alone; the small ones are their bicubic reduction. */
record LargeImagesFormat() implements PairFormat {
  @Override
  public String name() {
    return "image-folder-hr";
  }

  @Override
  public String description() {
    return "a folder of large images (" + ImageFile.FORMATS + ")";
  }

  @Override
  public Recognition recognise(Path path) {
    return !ImageFolder.images(path).isEmpty() && !PairFiles.holdsPairs(path)
        ? new Recognition(0.5, "images")
        : new Recognition(0, "no images, or pairs of them");
  }

  @Override
  public PairFiles read(Path path) {
    return PairFiles.ofLarge(path);
  }
}
