package dev.pluto.plugins.sequence.audio;

import java.util.Arrays;

/** Which part of what is too long is kept, and where what is too short is filled up. */
public enum Alignment {
  /** The middle; filled up at both ends, the odd one at the end. */
  CENTRE,
  /** The start; filled up at the end. */
  START;

  /** Where the first element of a sequence stands among the wanted ones; negative if cut off. */
  public int offset(int length, int wanted) {
    return this == START ? 0 : (wanted - length) / 2;
  }

  /**
   * A sequence brought to a length.
   *
   * @param values step by step
   * @param width values per step
   * @param steps wanted number of steps
   * @param filling what fills up
   */
  public float[] fitted(float[] values, int width, int steps, float filling) {
    int length = values.length / width;
    if (length == steps) {
      return values;
    }
    float[] out = new float[Math.multiplyExact(steps, width)];
    Arrays.fill(out, filling);
    int offset = offset(length, steps);
    System.arraycopy(
        values,
        Math.max(0, -offset) * width,
        out,
        Math.max(0, offset) * width,
        Math.min(length, steps) * width);
    return out;
  }
}
