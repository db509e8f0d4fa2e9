package dev.pluto.plugins.classification;

import dev.pluto.plugins.images.ByteImage;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/** Images with the index of their class; may be read from several threads. */
interface LabelledImages {
  /** Number of images. */
  int size();

  /** Class of an image. */
  int label(int index);

  /** The image. */
  ByteImage image(int index);

  /** The same images after {@code preparation}; files are not decoded again for each access. */
  default LabelledImages prepared(UnaryOperator<ByteImage> preparation) {
    return new View(size(), this::label, i -> preparation.apply(image(i)));
  }

  /** The same images with other labels. */
  default LabelledImages relabelled(IntUnaryOperator newLabel) {
    return new View(size(), i -> newLabel.applyAsInt(label(i)), this::image);
  }

  /** Some of the images. */
  default LabelledImages subset(List<Integer> indices) {
    return new View(indices.size(), i -> label(indices.get(i)), i -> image(indices.get(i)));
  }

  /** Images and labels that are computed when they are asked for. */
  record View(int size, IntUnaryOperator labels, IntFunction<ByteImage> images)
      implements LabelledImages {
    @Override
    public int label(int index) {
      return labels.applyAsInt(index);
    }

    @Override
    public ByteImage image(int index) {
      return images.apply(index);
    }
  }
}
