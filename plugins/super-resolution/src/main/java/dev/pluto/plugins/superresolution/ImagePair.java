package dev.pluto.plugins.superresolution;

import dev.pluto.plugins.images.ByteImage;

/**
 * A small image and the large one that it should become.
 *
 * @param large {@code scale} times as high and wide as {@code small}
 */
record ImagePair(ByteImage small, ByteImage large) {
  /** The patch of {@code side} small pixels whose corner is (y, x). */
  ImagePair patch(int y, int x, int side) {
    int scale = large.height() / small.height();
    return new ImagePair(
        small.crop(y, x, side, side), large.crop(y * scale, x * scale, side * scale, side * scale));
  }

  /** One of the eight flips and rotations. */
  ImagePair turned(int which) {
    return new ImagePair(small.turned(which), large.turned(which));
  }
}
