package dev.pluto.engine.verify;

import dev.pluto.engine.report.Certificate;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.Sample;
import java.util.List;
import java.util.Optional;

/** Compares the exported file, run in ONNX Runtime, with the network that was trained. */
public final class Agreement {
  private Agreement() {}

  /**
   * Compares the first value that was trained on samples.
   *
   * @param output the output of the model that is that value
   * @param graph the exported file, read back
   * @param samples at least one
   * @param trained outputs of the training graph, one list per sample
   */
  public static Certificate.Agreement of(
      OnnxRuntimeModel model,
      String output,
      Graph graph,
      List<Sample> samples,
      List<List<Tensor>> trained) {
    int place = model.outputs().stream().map(ValueInfo::name).toList().indexOf(output);
    double largest = 0;
    double sum = 0;
    double range = 0;
    long elements = 0;
    int equal = 0;
    for (int i = 0; i < samples.size(); i++) {
      float[] expected = trained.get(i).get(0).floats();
      float[] actual = QualityMeasurement.run(model, samples.get(i)).get(place).floats();
      for (int k = 0; k < expected.length; k++) {
        double difference = Math.abs(expected[k] - actual[k]);
        // NaN in either is as far away as can be.
        largest = Math.max(largest, Double.isNaN(difference) ? Double.MAX_VALUE : difference);
        sum += Double.isNaN(difference) ? Double.MAX_VALUE : difference;
        range = Math.max(range, Math.abs(expected[k]));
      }
      elements += expected.length;
      equal += argmax(expected) == argmax(actual) ? 1 : 0;
    }
    return new Certificate.Agreement(
        samples.size(),
        largest,
        sum / elements,
        range,
        coarsestStep(graph),
        equal / (double) samples.size());
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
