package dev.pluto.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs graphs in training form, beside ONNX Runtime. */
public final class TrainingForm {
  /** The built-in operators. */
  public static final Operators OPERATORS = new Operators(BuiltInOperators.all());

  private static final double SMALLEST_RANGE = 1e-2;

  private TrainingForm() {}

  /** Outputs of a graph as inference runs it, by name. */
  public static Map<String, Tensor> evaluate(
      TrainingSession session, Graph graph, Map<String, Tensor> inputs) {
    try (TrainableGraph trainable = new TrainableGraph(session, graph, OPERATORS::of);
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDList arrays = new NDList();
      for (ValueInfo input : graph.inputs()) {
        Tensor tensor = inputs.get(input.name());
        if (tensor == null) {
          throw new IllegalArgumentException("nothing is given for '" + input.name() + "'");
        }
        arrays.add(HostArrays.toNative(session.manager(), tensor));
      }
      NDList results = trainable.evaluate(arrays, Hooks.NONE);
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      for (int i = 0; i < results.size(); i++) {
        outputs.put(graph.outputs().get(i).name(), HostArrays.toHost(results.get(i)));
      }
      return outputs;
    }
  }

  /** Outputs of a graph in ONNX Runtime, by name. */
  public static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(OnnxWriter.write(graph), "graph", 1)) {
      return model.run(inputs);
    }
  }

  /**
   * The largest difference of two sets of outputs, relative to the range of each output.
   *
   * @throws AssertionError if names, shapes or non-finite elements differ
   */
  public static double difference(Map<String, Tensor> expected, Map<String, Tensor> actual) {
    assertThat(actual.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    List<Double> differences = new ArrayList<>(List.of(0.0));
    expected.forEach((name, tensor) -> differences.add(difference(name, tensor, actual)));
    return differences.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  private static double difference(String name, Tensor expected, Map<String, Tensor> actual) {
    Tensor other = actual.get(name);
    assertThat(other).as(name).isNotNull();
    if (other == null) {
      throw new AssertionError(name);
    }
    assertThat(other.shape()).as(name).isEqualTo(expected.shape());
    float[] a = expected.floats();
    float[] b = other.floats();
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      if (!Float.isFinite(a[i]) || !Float.isFinite(b[i])) {
        assertThat(b[i]).as("%s[%d]", name, i).isEqualTo(a[i]);
      } else {
        low = Math.min(low, a[i]);
        high = Math.max(high, a[i]);
        largest = Math.max(largest, Math.abs(a[i] - b[i]));
      }
    }
    // Where all elements are alike their size takes the place of the range; a sum that cancels out
    // is as exact as its summands.
    double range = Math.max(high - low, Math.max(Math.abs(low), Math.abs(high)));
    return largest == 0 ? 0 : largest / Math.max(range, SMALLEST_RANGE);
  }
}
