package dev.pluto.plugins.images;

import java.util.random.RandomGenerator;

/**
 * How images of all sizes are brought to the one that a model takes.
 *
 * @param channels 1 or 3
 * @param centreCrop share of the shorter side that is kept of images larger than wanted
 */
public record ImageFit(int channels, int height, int width, double centreCrop) {
  /** Images up to this many pixels a side are shifted in training, larger ones cropped. */
  private static final int SMALL = 64;

  /** The whole image, or the centre of one that is larger, in the wanted size. */
  public ByteImage fitted(ByteImage image) {
    ByteImage coloured = image.withChannels(channels);
    if (coloured.height() == height && coloured.width() == width) {
      return coloured;
    }
    boolean larger = image.height() > height && image.width() > width;
    double share = larger ? centreCrop : 1;
    double scale =
        share * Math.min(coloured.height() / (double) height, coloured.width() / (double) width);
    int rows = Math.max(1, (int) Math.round(scale * height));
    int columns = Math.max(1, (int) Math.round(scale * width));
    ByteImage cropped =
        coloured.crop(
            (coloured.height() - rows) / 2, (coloured.width() - columns) / 2, rows, columns);
    return Resampling.BILINEAR.resize(cropped, height, width);
  }

  /**
   * The image as training sees it, in the wanted size: a small one shifted, of a larger one a
   * random part.
   *
   * @param shift most pixels that a small image is shifted in each direction
   * @param cropArea smallest share of a larger image's area that is kept
   */
  public ByteImage varied(ByteImage image, int shift, double cropArea, RandomGenerator random) {
    if (image.height() <= SMALL && image.width() <= SMALL) {
      return fitted(image)
          .shifted(random.nextInt(2 * shift + 1) - shift, random.nextInt(2 * shift + 1) - shift);
    }
    ByteImage coloured = image.withChannels(channels);
    double side = Math.sqrt(cropArea + (1 - cropArea) * random.nextDouble());
    int rows = Math.max(1, (int) Math.round(side * coloured.height()));
    int columns = Math.max(1, (int) Math.round(side * coloured.width()));
    ByteImage cropped =
        coloured.crop(
            random.nextInt(coloured.height() - rows + 1),
            random.nextInt(coloured.width() - columns + 1),
            rows,
            columns);
    return Resampling.BILINEAR.resize(cropped, height, width);
  }
}
