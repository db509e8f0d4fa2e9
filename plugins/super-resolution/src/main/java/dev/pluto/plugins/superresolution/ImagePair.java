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
    ImagePair pair = this;
    if ((which & 1) != 0) {
      pair = new ImagePair(pair.small.mirrored(), pair.large.mirrored());
    }
    if ((which & 2) != 0) {
      pair = new ImagePair(pair.small.transposed(), pair.large.transposed());
    }
    if ((which & 4) != 0) {
      pair = new ImagePair(pair.small.mirrored(), pair.large.mirrored());
    }
    return pair;
  }
}
