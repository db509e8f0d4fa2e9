package dev.pluto.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.onnx.SharedModels;
import dev.pluto.engine.verify.OnnxRuntimeModel;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real networks found in the wild compute in training form what ONNX Runtime computes from their
 * files, or have operators that are known to be missing.
 */
class ModelsInTrainingFormTest {
  private static final double TOLERANCE = 1e-4;

  /** Recurrence, control flow and integer operators are no operators of training form. */
  private static final Set<String> MISSING = Set.of("LSTM", "GRU", "If");

  static List<Path> models() {
    return SharedModels.in("models", "baselines");
  }

  @ParameterizedTest
  @MethodSource("models")
  void computesWhatOnnxRuntimeComputes(Path file, TestReporter reporter) {
    ImportedModel model = ImportedModel.read(file, TrainingForm.OPERATORS);
    assumeTrue(!model.isQuantized(), "a quantized model");
    Graph graph = model.graph();
    Set<String> missing = new TreeSet<>();
    graph.nodes().stream()
        .filter(node -> TrainingForm.OPERATORS.find(node).isEmpty())
        .forEach(node -> missing.add(node.opType()));
    reporter.publishEntry(String.valueOf(file.getFileName()), "missing " + missing);
    assertThat(MISSING).containsAll(missing);
    assumeTrue(missing.isEmpty(), "has operators that are not trained");
    try (TrainingSession session = TrainingSession.open(1);
        OnnxRuntimeModel running = OnnxRuntimeModel.open(file, 2)) {
      Map<String, Tensor> inputs = SharedModels.inputs(running);
      double difference =
          TrainingForm.difference(
              running.run(inputs), TrainingForm.evaluate(session, graph, inputs));
      reporter.publishEntry(String.valueOf(file.getFileName()), "differs by " + difference);
      assertThat(difference).isLessThan(TOLERANCE);
    }
  }
}
