package dev.pluto.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.pluto.engine.analysis.Renormalization.Moments;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Measures mean and variance of values per channel, over batches. */
public final class MomentMeasurement {
  private static final int CHANNELS = 1;

  private MomentMeasurement() {}

  /**
   * Runs a graph as in inference.
   *
   * @param values with channels along axis 1
   * @return by value
   */
  public static Map<String, Moments> of(
      TrainingSession session, TrainableGraph graph, List<Batch> batches, Set<String> values) {
    Map<String, Sums> sums = new HashMap<>();
    for (Batch batch : batches) {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        graph
            .values(batch.inputs(session.manager()), Hooks.NONE, values)
            .forEach((name, value) -> sums.computeIfAbsent(name, n -> new Sums(value)).add(value));
      }
    }
    Map<String, Moments> moments = new HashMap<>();
    sums.forEach((name, sum) -> moments.put(name, sum.moments()));
    return moments;
  }

  /** Means over batches of the batches' own statistics. */
  private static final class Sums {
    private final double[] means;
    private final double[] squares;
    private final double[] variances;
    private int batches;

    Sums(NDArray like) {
      int channels = Math.toIntExact(like.getShape().get(CHANNELS));
      means = new double[channels];
      squares = new double[channels];
      variances = new double[channels];
    }

    void add(NDArray value) {
      int[] others =
          IntStream.range(0, value.getShape().dimension()).filter(a -> a != CHANNELS).toArray();
      // DJL takes means along one axis only.
      double count = (double) value.size() / means.length;
      NDArray mean = value.sum(others, true).div(count);
      float[] m = mean.toFloatArray();
      float[] v = value.sub(mean).square().sum(others).toFloatArray();
      for (int c = 0; c < m.length; c++) {
        means[c] += m[c];
        squares[c] += (double) m[c] * m[c];
        variances[c] += v[c] / count;
      }
      batches++;
    }

    Moments moments() {
      double[] mean = Arrays.stream(means).map(m -> m / batches).toArray();
      double[] variance = new double[mean.length];
      for (int c = 0; c < mean.length; c++) {
        double between = Math.max(0, squares[c] / batches - mean[c] * mean[c]);
        variance[c] = variances[c] / batches + between;
      }
      return new Moments(list(mean), list(variance));
    }

    private static List<Double> list(double[] values) {
      return Arrays.stream(values).boxed().toList();
    }
  }
}
