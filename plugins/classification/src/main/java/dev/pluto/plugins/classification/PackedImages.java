package dev.pluto.plugins.classification;

import dev.pluto.plugins.images.ByteImage;
import java.util.Arrays;

/**
 * Images of one size that lie in memory, one byte per sample.
 *
 * @param labels class of each image
 * @param channels 1 or 3
 * @param bytes images one after another, each channel by channel
 */
@SuppressWarnings("ArrayRecordComponent") // whole data sets: no boxed lists, never compared
record PackedImages(byte[] labels, int channels, int height, int width, byte[] bytes)
    implements LabelledImages {
  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int label(int index) {
    return labels[index] & 0xFF;
  }

  @Override
  public ByteImage image(int index) {
    int length = channels * height * width;
    byte[] planes = Arrays.copyOfRange(bytes, index * length, (index + 1) * length);
    return new ByteImage(channels, height, width, planes);
  }

  /** The largest label. */
  int maxLabel() {
    int max = 0;
    for (byte label : labels) {
      max = Math.max(max, label & 0xFF);
    }
    return max;
  }
}
