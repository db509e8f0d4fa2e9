package dev.pluto.plugins.images;

import java.util.Arrays;
import java.util.List;

/** Which image a sample belongs to where an image counts as many samples as patches fit into it. */
public final class PatchIndex {
  /** Number of samples of all earlier images, by image, and of all at the end. */
  private final int[] firstSample;

  private PatchIndex(int[] firstSample) {
    this.firstSample = firstSample;
  }

  /**
   * The index of images of these sizes.
   *
   * @param height of a patch; images are at least as high
   * @param width of a patch; images are at least as wide
   */
  public static PatchIndex of(List<ImageFile.Size> images, int height, int width) {
    int[] first = new int[images.size() + 1];
    for (int i = 0; i < images.size(); i++) {
      long patches = Math.max(1, images.get(i).pixels() / ((long) height * width));
      first[i + 1] = Math.toIntExact(first[i] + patches);
    }
    return new PatchIndex(first);
  }

  /** Number of samples. */
  public int size() {
    return firstSample[firstSample.length - 1];
  }

  /** The image of a sample. */
  public int image(int sample) {
    int at = Arrays.binarySearch(firstSample, sample);
    return at >= 0 ? at : -at - 2;
  }
}
