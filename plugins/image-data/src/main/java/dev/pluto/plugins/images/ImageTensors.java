package dev.pluto.plugins.images;

import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.Normalization;

/** Turns 8-bit images into the float tensors that models take. */
public final class ImageTensors {
  private ImageTensors() {}

  /**
   * An image as a tensor [C, H, W], or [H, W, C] where the model wants channels last.
   *
   * @param normalization how samples are scaled; with one mean per channel of the image, or one for
   *     all
   */
  public static Tensor of(ByteImage image, Normalization normalization, boolean channelsLast) {
    int channels = image.channels();
    int pixels = image.height() * image.width();
    byte[] planes = image.planes();
    float[] values = new float[channels * pixels];
    for (int c = 0; c < channels; c++) {
      float scale = 1 / (255 * normalization.std(c));
      float offset = -normalization.mean(c) / normalization.std(c);
      for (int p = 0; p < pixels; p++) {
        float value = (planes[c * pixels + p] & 0xFF) * scale + offset;
        values[channelsLast ? p * channels + c : c * pixels + p] = value;
      }
    }
    return Tensor.ofFloats(
        channelsLast
            ? Shape.of(image.height(), image.width(), channels)
            : Shape.of(channels, image.height(), image.width()),
        values);
  }
}
