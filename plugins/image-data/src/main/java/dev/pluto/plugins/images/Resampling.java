package dev.pluto.plugins.images;

/**
 * Separable resampling with a filter that widens when an image shrinks, so that nothing aliases.
 * Filters, window and borders are those of the Python Imaging Library, whose reductions most models
 * were trained on.
 */
public enum Resampling {
  /** Triangle filter. */
  BILINEAR(1),
  /** Cubic convolution with a = −0.5 (Keys 1981). */
  BICUBIC(2);

  private final double support;

  Resampling(double support) {
    this.support = support;
  }

  private double weight(double distance) {
    double x = Math.abs(distance);
    return switch (this) {
      case BILINEAR -> Math.max(0, 1 - x);
      case BICUBIC ->
          x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    };
  }

  /** The image at another size; samples are rounded half up and clipped to 8 bits. */
  public ByteImage resize(ByteImage image, int height, int width) {
    if (height == image.height() && width == image.width()) {
      return image;
    }
    Taps columns = new Taps(image.width(), width);
    Taps rows = new Taps(image.height(), height);
    byte[] out = new byte[image.channels() * height * width];
    double[] narrowed = new double[image.height() * width];
    for (int c = 0; c < image.channels(); c++) {
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < width; x++) {
          double sum = 0;
          for (int k = 0; k < columns.weights[x].length; k++) {
            sum += columns.weights[x][k] * image.at(c, y, columns.first[x] + k);
          }
          narrowed[y * width + x] = sum;
        }
      }
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double sum = 0;
          for (int k = 0; k < rows.weights[y].length; k++) {
            sum += rows.weights[y][k] * narrowed[(rows.first[y] + k) * width + x];
          }
          long rounded = (long) Math.floor(sum + 0.5);
          out[(c * height + y) * width + x] = (byte) Math.max(0, Math.min(255, rounded));
        }
      }
    }
    return new ByteImage(image.channels(), height, width, out);
  }

  /** For each output index the first input index that it reads, and the weights from there on. */
  private final class Taps {
    private final int[] first;
    private final double[][] weights;

    Taps(int from, int to) {
      first = new int[to];
      weights = new double[to][];
      double scale = (double) from / to;
      double stretch = Math.max(1, scale);
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * scale;
        first[i] = Math.max(0, (int) (centre - support * stretch + 0.5));
        int end = Math.min(from, (int) (centre + support * stretch + 0.5));
        weights[i] = new double[end - first[i]];
        double sum = 0;
        for (int k = 0; k < weights[i].length; k++) {
          weights[i][k] = weight((first[i] + k - centre + 0.5) / stretch);
          sum += weights[i][k];
        }
        for (int k = 0; k < weights[i].length; k++) {
          weights[i][k] /= sum;
        }
      }
    }
  }
}
