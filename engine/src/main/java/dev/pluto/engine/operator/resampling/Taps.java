package dev.pluto.engine.operator.resampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The elements of an axis that make up every element of its resized form, and their weights. Rows
 * of equally many: missing ones have weight 0.
 */
final class Taps {
  private final int size;
  private final int[] count;
  private final List<long[]> indices = new ArrayList<>();
  private final List<float[]> weights = new ArrayList<>();

  Taps(int size) {
    this.size = size;
    this.count = new int[size];
  }

  /** Adds one element to what makes up element {@code i}; one that is there gains weight. */
  void add(int i, long index, double weight) {
    for (int tap = 0; tap < count[i]; tap++) {
      if (indices.get(tap)[i] == index) {
        weights.get(tap)[i] += (float) weight;
        return;
      }
    }
    if (count[i] == indices.size()) {
      indices.add(new long[size]);
      weights.add(new float[size]);
    }
    indices.get(count[i])[i] = index;
    weights.get(count[i])[i] = (float) weight;
    count[i]++;
  }

  /** Largest number of elements that make up one. */
  int rows() {
    return indices.size();
  }

  long[] indices(int row) {
    return indices.get(row);
  }

  float[] weights(int row) {
    return weights.get(row);
  }

  /** Sum of the weights of every element. */
  float[] sums() {
    float[] sums = new float[size];
    for (float[] row : weights) {
      for (int i = 0; i < size; i++) {
        sums[i] += row[i];
      }
    }
    return sums;
  }

  /** Whether every element is a copy. */
  boolean isSelection() {
    if (rows() != 1) {
      return false;
    }
    for (float weight : weights.get(0)) {
      if (weight != 1) {
        return false;
      }
    }
    return true;
  }

  /** Whether every element is copied equally often, neighbours one behind the other. */
  boolean isRepetition(long of) {
    if (!isSelection() || size % of != 0) {
      return false;
    }
    long[] repeated = new long[size];
    Arrays.setAll(repeated, i -> i / (size / of));
    return Arrays.equals(indices.get(0), repeated);
  }
}
