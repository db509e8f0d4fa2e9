package dev.pluto.plugins.images;

import dev.pluto.spi.graph.Shape;
import java.util.Map;

/**
 * How near images come to what they should be: the means over images of the peak signal-to-noise
 * ratio in dB and of the structural similarity. Samples run from 0 to 1; what lies outside is
 * clipped, nothing is rounded.
 */
public final class ImageFidelity {
  private static final double LARGEST_RATIO = 100;

  private double ratios;
  private long images;
  private double similarities;
  private long similarImages;

  /**
   * Adds an image.
   *
   * @param shape [C, H, W]
   * @param expected samples as they should be
   * @param actual samples as they are
   * @param border pixels at each edge that are left out
   */
  public void add(Shape shape, float[] expected, float[] actual, int border) {
    int channels = Math.toIntExact(shape.size(0));
    int stride = Math.toIntExact(shape.size(2));
    int plane = Math.toIntExact(shape.size(1)) * stride;
    int height = (int) shape.size(1) - 2 * border;
    int width = stride - 2 * border;
    float[] clipped = clipped(actual);
    double squares = 0;
    double similarity = 0;
    boolean windowFits =
        height >= StructuralSimilarity.WINDOW && width >= StructuralSimilarity.WINDOW;
    for (int c = 0; c < channels; c++) {
      int start = c * plane + border * stride + border;
      for (int y = 0; y < height; y++) {
        for (int i = start + y * stride; i < start + y * stride + width; i++) {
          double difference = clipped[i] - expected[i];
          squares += difference * difference;
        }
      }
      if (windowFits) {
        similarity +=
            StructuralSimilarity.of(expected, clipped, start, stride, height, width) / channels;
      }
    }
    double error = squares / Math.max(1, (double) channels * height * width);
    ratios += error == 0 ? LARGEST_RATIO : Math.min(LARGEST_RATIO, -10 * Math.log10(error));
    images++;
    if (windowFits) {
      similarities += similarity;
      similarImages++;
    }
  }

  private static float[] clipped(float[] values) {
    float[] clipped = values.clone();
    for (int i = 0; i < clipped.length; i++) {
      clipped[i] = Math.max(0, Math.min(1, clipped[i]));
    }
    return clipped;
  }

  /**
   * The mean peak signal-to-noise ratio in dB; 100 is the most that an image counts.
   *
   * @throws IllegalStateException if no image was added
   */
  public double signalToNoise() {
    if (images == 0) {
      throw new IllegalStateException("no image was added");
    }
    return ratios / images;
  }

  /** The mean structural similarity, under its usual name; empty if all images were too small. */
  public Map<String, Double> further() {
    return similarImages == 0 ? Map.of() : Map.of("SSIM", similarities / similarImages);
  }
}
