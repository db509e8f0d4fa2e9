package dev.pluto.plugins.images;

import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;

/** Moves, turns and scales images, with bilinear interpolation; what was outside is black. */
public final class AffineWarp {
  private AffineWarp() {}

  /**
   * The image under a map.
   *
   * @param forward from places in the image to places in the result, in pixels from the corner (the
   *     centre of the first pixel is at 0.5); must be invertible, and should not reduce much, since
   *     nothing is done against aliasing
   */
  public static ByteImage of(ByteImage image, AffineTransform forward, int height, int width) {
    AffineTransform back;
    try {
      back = forward.createInverse();
    } catch (NoninvertibleTransformException e) {
      throw new IllegalArgumentException("not invertible: " + forward, e);
    }
    byte[] out = new byte[image.channels() * height * width];
    int plane = height * width;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sourceX =
            back.getScaleX() * (x + 0.5) + back.getShearX() * (y + 0.5) + back.getTranslateX();
        double sourceY =
            back.getShearY() * (x + 0.5) + back.getScaleY() * (y + 0.5) + back.getTranslateY();
        for (int c = 0; c < image.channels(); c++) {
          out[c * plane + y * width + x] = (byte) at(image, c, sourceX - 0.5, sourceY - 0.5);
        }
      }
    }
    return new ByteImage(image.channels(), height, width, out);
  }

  private static int at(ByteImage image, int channel, double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double below = y - top;
    double upper =
        (1 - right) * sample(image, channel, top, left)
            + right * sample(image, channel, top, left + 1);
    double lower =
        (1 - right) * sample(image, channel, top + 1, left)
            + right * sample(image, channel, top + 1, left + 1);
    return (int) Math.round((1 - below) * upper + below * lower);
  }

  private static int sample(ByteImage image, int channel, int y, int x) {
    boolean inside = x >= 0 && y >= 0 && x < image.width() && y < image.height();
    return inside ? image.at(channel, y, x) : 0;
  }
}
