package dev.pluto.plugins.sequence;

import dev.pluto.spi.task.Normalization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Sums over the training sequences.
 *
 * @param sum of each feature
 * @param squares sum of the squares of each feature
 * @param count of steps
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Statistics(double[] sum, double[] squares, long count) {
  private static final int MOST_LOOKED_AT = 4096;
  private static final double SMALLEST_DEVIATION = 1e-6;

  /** Statistics of features, step by step, of up to 4,096 sequences that lie evenly. */
  static Statistics of(int sequences, int width, IntFunction<float[]> features) {
    int looked = Math.min(MOST_LOOKED_AT, sequences);
    // Sums in the order of the sequences do not depend on the number of threads.
    return IntStream.range(0, looked)
        .parallel()
        .mapToObj(i -> one(width, features.apply((int) ((long) i * sequences / looked))))
        .reduce(new Statistics(new double[width], new double[width], 0), Statistics::plus);
  }

  private static Statistics one(int width, float[] values) {
    double[] sum = new double[width];
    double[] squares = new double[width];
    for (int i = 0; i < values.length; i++) {
      sum[i % width] += values[i];
      squares[i % width] += (double) values[i] * values[i];
    }
    return new Statistics(sum, squares, values.length / width);
  }

  private Statistics plus(Statistics other) {
    double[] sums = sum.clone();
    double[] both = squares.clone();
    for (int f = 0; f < sums.length; f++) {
      sums[f] += other.sum[f];
      both[f] += other.squares[f];
    }
    return new Statistics(sums, both, count + other.count);
  }

  /** Mean of each feature. */
  double[] mean() {
    return Arrays.stream(sum).map(s -> s / count).toArray();
  }

  /** One mean and deviation of all features. */
  Normalization ofAll(String name) {
    double values = (double) count * sum.length;
    double mean = Arrays.stream(sum).sum() / values;
    double square = Arrays.stream(squares).sum() / values;
    return new Normalization(name, List.of(mean), List.of(deviation(mean, square)));
  }

  /** Mean and deviation of each feature. */
  Normalization ofEach(String name) {
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int f = 0; f < sum.length; f++) {
      double mean = sum[f] / count;
      means.add(mean);
      deviations.add(deviation(mean, squares[f] / count));
    }
    return new Normalization(name, means, deviations);
  }

  private static double deviation(double mean, double square) {
    return Math.max(SMALLEST_DEVIATION, Math.sqrt(Math.max(0, square - mean * mean)));
  }
}
