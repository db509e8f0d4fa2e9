package dev.pluto.plugins.keypoints;

/**
 * Where a joint is, in pixels from the corner of an image; the centre of the first pixel is at 0.5.
 *
 * @param visible whether it is known; if not, x and y mean nothing
 */
record Joint(double x, double y, boolean visible) {
  /** A joint of which nothing is known. */
  static final Joint UNKNOWN = new Joint(0, 0, false);

  /** Distance to another point. */
  double distance(double otherX, double otherY) {
    return Math.hypot(x - otherX, y - otherY);
  }
}
