package dev.pluto.plugins.sequence;

import java.util.random.RandomGenerator;

/**
 * Random changes that leave a sequence in its class: a shift in time, one mask in time and one over
 * features (Park et al., "SpecAugment", 2019), another loudness.
 *
 * @param shift most steps to each side
 * @param timeMask most steps that are masked
 * @param featureMask most features that are masked
 * @param gain most change of the logarithm of the power
 * @param loudness what the gain does
 */
record Augmentation(int shift, int timeMask, int featureMask, double gain, Loudness loudness) {
  /** How loudness shows in the values. */
  enum Loudness {
    NONE,
    ADDED,
    MULTIPLIED
  }

  /**
   * The values after random changes.
   *
   * @param values step by step; left as they are
   * @param nothing one step of what comes in where the sequence was shifted away
   * @param mean of each feature, which masks put in its place
   */
  float[] varied(float[] values, float[] nothing, double[] mean, RandomGenerator random) {
    int width = nothing.length;
    int steps = values.length / width;
    float[] out = shifted(values, nothing, between(-shift, shift, random), steps);
    double change = gain * (2 * random.nextDouble() - 1);
    switch (loudness) {
      case ADDED -> add(out, (float) change);
      case MULTIPLIED -> multiply(out, (float) Math.exp(change / 2));
      case NONE -> {}
    }
    int hidden = between(0, Math.min(timeMask, steps), random);
    int first = between(0, steps - hidden, random);
    mask(out, mean, first, first + hidden, 0, width);
    hidden = between(0, Math.min(featureMask, width), random);
    first = between(0, width - hidden, random);
    mask(out, mean, 0, steps, first, first + hidden);
    return out;
  }

  private static int between(int least, int most, RandomGenerator random) {
    return least + random.nextInt(most - least + 1);
  }

  private static float[] shifted(float[] values, float[] nothing, int by, int steps) {
    if (by == 0) {
      return values.clone();
    }
    int width = nothing.length;
    float[] out = new float[values.length];
    int kept = Math.max(0, steps - Math.abs(by));
    System.arraycopy(values, Math.max(0, -by) * width, out, Math.max(0, by) * width, kept * width);
    int from = by > 0 ? 0 : kept;
    for (int t = from; t < from + steps - kept; t++) {
      System.arraycopy(nothing, 0, out, t * width, width);
    }
    return out;
  }

  private static void add(float[] values, float change) {
    for (int i = 0; i < values.length; i++) {
      values[i] += change;
    }
  }

  private static void multiply(float[] values, float factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  private static void mask(
      float[] values, double[] mean, int fromStep, int toStep, int fromFeature, int toFeature) {
    for (int t = fromStep; t < toStep; t++) {
      for (int f = fromFeature; f < toFeature; f++) {
        values[t * mean.length + f] = (float) mean[f];
      }
    }
  }
}
