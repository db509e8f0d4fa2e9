package dev.pluto.plugins.keypoints;

import dev.pluto.plugins.images.ByteImage;
import dev.pluto.plugins.images.Resampling;
import java.awt.geom.Rectangle2D;

/**
 * The part of an image that is brought to a model's input; it may reach beyond the image, where it
 * is black.
 *
 * @param x left edge
 * @param y upper edge
 * @param width in pixels of the image
 * @param height in pixels of the image
 * @param toWidth in pixels of the result
 * @param toHeight in pixels of the result
 */
record CropBox(int x, int y, int width, int height, int toWidth, int toHeight) {
  /** Nobody is taken for smaller, in pixels of the larger side. */
  private static final double SMALLEST = 20;

  /**
   * The box around joints, enlarged, with the sides of the result.
   *
   * @param scale by how much it is enlarged
   */
  static CropBox around(Rectangle2D joints, double scale, int toWidth, int toHeight) {
    double aspect = (double) toWidth / toHeight;
    double least = SMALLEST * toWidth / Math.max(toWidth, toHeight);
    double width =
        scale * Math.max(least, Math.max(joints.getWidth(), joints.getHeight() * aspect));
    return centred(
        joints.getCenterX(), joints.getCenterY(), width, width / aspect, toWidth, toHeight);
  }

  /** The whole image and what it lacks to the sides of the result. */
  static CropBox whole(int imageWidth, int imageHeight, int toWidth, int toHeight) {
    double aspect = (double) toWidth / toHeight;
    double width = Math.max(imageWidth, imageHeight * aspect);
    return centred(imageWidth / 2.0, imageHeight / 2.0, width, width / aspect, toWidth, toHeight);
  }

  private static CropBox centred(
      double x, double y, double width, double height, int toWidth, int toHeight) {
    return new CropBox(
        (int) Math.floor(x - width / 2),
        (int) Math.floor(y - height / 2),
        (int) Math.ceil(width),
        (int) Math.ceil(height),
        toWidth,
        toHeight);
  }

  /** A box with more around it, at the same resolution. */
  CropBox enlarged(double factor) {
    int moreX = (int) Math.round(width * (factor - 1) / 2);
    int moreY = (int) Math.round(height * (factor - 1) / 2);
    return new CropBox(
        x - moreX,
        y - moreY,
        width + 2 * moreX,
        height + 2 * moreY,
        (int) Math.round(toWidth * factor),
        (int) Math.round(toHeight * factor));
  }

  /** The part of an image in the size of the result. */
  ByteImage of(ByteImage image) {
    return Resampling.BILINEAR.resize(image.window(y, x, height, width), toHeight, toWidth);
  }

  /** Where a joint of the image is in the result. */
  Joint of(Joint joint) {
    return joint.visible()
        ? new Joint((joint.x() - x) * toWidth / width, (joint.y() - y) * toHeight / height, true)
        : Joint.UNKNOWN;
  }
}
