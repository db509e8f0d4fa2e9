package dev.pluto.engine.verify;

import dev.pluto.engine.report.Certificate;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.Sample;
import dev.pluto.spi.task.Samples;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Compares the exported file, run in ONNX Runtime, with the network that was trained. */
public final class Agreement {
  private Agreement() {}

  /**
   * Compares outputs on samples.
   *
   * @param graph the exported file, read back
   * @param limit most samples to compare
   * @param trained outputs of the training graph for a sample
   */
  public static Certificate.Agreement of(
      OnnxRuntimeModel model,
      Graph graph,
      Samples samples,
      int limit,
      Function<Sample, List<Tensor>> trained) {
    int n = Math.min(limit, samples.size());
    double largest = 0;
    double range = 0;
    int equal = 0;
    for (int i = 0; i < n; i++) {
      Sample sample = samples.get((int) ((long) i * samples.size() / n));
      float[] expected = trained.apply(sample).get(0).floats();
      float[] actual = QualityMeasurement.run(model, sample).get(0).floats();
      for (int k = 0; k < expected.length; k++) {
        largest = Math.max(largest, Math.abs(expected[k] - actual[k]));
        range = Math.max(range, Math.abs(expected[k]));
      }
      equal += argmax(expected) == argmax(actual) ? 1 : 0;
    }
    return new Certificate.Agreement(n, largest, range, coarsestStep(graph), equal / (double) n);
  }

  private static Optional<Double> coarsestStep(Graph graph) {
    return graph.quantizations().entrySet().stream()
        .filter(e -> graph.initializer(e.getKey()).isEmpty())
        .map(e -> e.getValue().scale())
        .flatMap(Optional::stream)
        .map(Quantization.Scale::steps)
        .map(steps -> steps.stream().mapToDouble(Float::doubleValue).max().orElse(0))
        .max(Double::compare);
  }

  private static int argmax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
