package dev.pluto.plugins.superresolution;

import dev.pluto.plugins.images.ImageFile;
import dev.pluto.plugins.images.ImageFolder;
import dev.pluto.spi.task.DataFormat;
import java.nio.file.Path;
import java.util.function.Function;

/** The formats of super-resolution data. */
enum PairFormat implements DataFormat {
  /** Pairs of files. */
  IMAGE_PAIRS(
      "image-pairs", "a folder with pairs NAME_HR.png and NAME_LRx2.png", PairFiles::ofPairs) {
    @Override
    public Recognition recognise(Path path) {
      return PairFiles.holdsPairs(path)
          ? new Recognition(1, "files named NAME_LRx2")
          : new Recognition(0, "no files named NAME_LRx2");
    }
  },

  /** Large images alone; the small ones are their bicubic reduction. */
  IMAGE_FOLDER_HR(
      "image-folder-hr",
      "a folder of large images (" + ImageFile.FORMATS + ")",
      PairFiles::ofLarge) {
    @Override
    public Recognition recognise(Path path) {
      return !ImageFolder.images(path).isEmpty() && !PairFiles.holdsPairs(path)
          ? new Recognition(0.5, "images")
          : new Recognition(0, "no images, or pairs of them");
    }
  };

  private final String label;
  private final String description;
  private final Function<Path, PairFiles> reader;

  PairFormat(String label, String description, Function<Path, PairFiles> reader) {
    this.label = label;
    this.description = description;
    this.reader = reader;
  }

  @Override
  public String description() {
    return description;
  }

  /** Name in recipes. */
  String label() {
    return label;
  }

  /** The files under a path. */
  PairFiles read(Path path) {
    return reader.apply(path);
  }
}
