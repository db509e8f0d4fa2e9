package dev.pluto.plugins.classification;

import dev.pluto.plugins.images.ByteImage;
import dev.pluto.plugins.images.ImageFile;
import dev.pluto.plugins.samples.BoundedCache;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Images that lie on disk and are decoded when they are asked for. What was prepared of them is
 * kept as long as memory allows.
 *
 * @param files one per image
 * @param labels class of each
 */
record ImageFiles(List<Path> files, List<Integer> labels) implements LabelledImages {
  ImageFiles {
    files = List.copyOf(files);
    labels = List.copyOf(labels);
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public int label(int index) {
    return labels.get(index);
  }

  @Override
  public ByteImage image(int index) {
    return ImageFile.read(files.get(index));
  }

  @Override
  public LabelledImages prepared(UnaryOperator<ByteImage> preparation) {
    BoundedCache<ByteImage> cache =
        BoundedCache.ofQuarterHeap(
            i -> preparation.apply(image(i)), image -> image.planes().length);
    return new View(size(), this::label, cache::get);
  }
}
