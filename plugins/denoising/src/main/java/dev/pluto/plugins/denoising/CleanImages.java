package dev.pluto.plugins.denoising;

import dev.pluto.plugins.images.ByteImage;
import dev.pluto.plugins.images.ImageFile;
import dev.pluto.plugins.images.ImageFolder;
import dev.pluto.plugins.samples.BoundedCache;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Image files of at least a given size, decoded when they are asked for.
 *
 * @param sizes of all images, in the order of the files
 * @param images by index, grey or RGB as the model takes them
 */
record CleanImages(List<ImageFile.Size> sizes, IntFunction<ByteImage> images) {
  CleanImages {
    sizes = List.copyOf(sizes);
  }

  /**
   * Looks at the headers of files.
   *
   * @param channels 1 for grey, 3 for RGB
   * @param height smallest height
   * @param width smallest width
   * @throws ProblemException naming every file that cannot be used
   */
  static CleanImages of(List<Path> files, int channels, int height, int width) {
    List<ImageFile.Size> sizes = ImageFolder.sizes(files);
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      ImageFile.Size size = sizes.get(i);
      if (size.height() < height || size.width() < width) {
        problems.add(
            new Problem(
                files.get(i).toString(),
                "it is %d pixels high and %d wide".formatted(size.height(), size.width()),
                "at least %d x %d, as training patches (task.options.patch) or the model need"
                    .formatted(height, width)));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    BoundedCache<ByteImage> cache =
        BoundedCache.ofQuarterHeap(
            i -> ImageFile.read(files.get(i)).withChannels(channels),
            image -> image.planes().length);
    return new CleanImages(sizes, cache::get);
  }
}
