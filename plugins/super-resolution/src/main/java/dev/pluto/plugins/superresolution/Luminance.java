package dev.pluto.plugins.superresolution;

import dev.pluto.plugins.images.ByteImage;

/** Studio-range luminance (ITU-R BT.601), 16 to 235, as super-resolution is measured on. */
final class Luminance {
  private Luminance() {}

  /** The luminance of an RGB image, rounded half up; a grey image is taken as luminance already. */
  static ByteImage of(ByteImage image) {
    if (image.channels() == 1) {
      return image;
    }
    int pixels = image.height() * image.width();
    byte[] rgb = image.planes();
    byte[] luminance = new byte[pixels];
    for (int p = 0; p < pixels; p++) {
      double weighted =
          65.481 * (rgb[p] & 0xFF)
              + 128.553 * (rgb[pixels + p] & 0xFF)
              + 24.966 * (rgb[2 * pixels + p] & 0xFF);
      luminance[p] = (byte) (int) Math.floor(weighted / 255 + 16 + 0.5);
    }
    return new ByteImage(1, image.height(), image.width(), luminance);
  }
}
