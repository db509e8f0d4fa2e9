package dev.pluto.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.analysis.BatchAxis;
import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.ChannelTracing;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.onnx.SharedModels;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real networks found in the wild compute in training form what ONNX Runtime computes from their
 * files; what cannot be trained in them is run by ONNX Runtime there, too.
 */
class ModelsInTrainingFormTest {
  private static final double TOLERANCE = 1e-4;

  /** Of files with integers, whose values are rounded at every step and not in training form. */
  private static final double ROUNDED = 0.25;

  static List<Path> models() {
    return SharedModels.in("models", "baselines");
  }

  @ParameterizedTest
  @MethodSource("models")
  void computesWhatOnnxRuntimeComputes(Path file, TestReporter reporter) {
    try (TrainingSession session = TrainingSession.open(1);
        OnnxRuntimeModel running = OnnxRuntimeModel.open(file, 2)) {
      Map<String, Tensor> inputs = SharedModels.inputs(running);
      Map<String, Shape> shapes = new HashMap<>();
      inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
      ImportedModel model =
          ImportedModel.read(file, TrainingForm.OPERATORS)
              .withParts(shapes, TrainingForm.OPERATORS);
      Graph graph = model.graph();
      reporter.publishEntry(String.valueOf(file.getFileName()), "kept as it is: " + model.opaque());
      double tolerance = model.reduced() ? ROUNDED : TOLERANCE;
      double difference =
          TrainingForm.difference(
              running.run(inputs), TrainingForm.evaluate(session, graph, inputs));
      reporter.publishEntry(String.valueOf(file.getFileName()), "differs by " + difference);
      assertThat(difference).isLessThan(tolerance);
      publishChannels(file, graph, inputs, reporter);
    }
  }

  /** How many channels, weights and multiply-adds can be made fewer, and why others can't. */
  private static void publishChannels(
      Path file, Graph graph, Map<String, Tensor> inputs, TestReporter reporter) {
    Map<String, Shape> shapes = new HashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    Graph free = BatchAxis.free(graph, shapes, TrainingForm.OPERATORS);
    Types types = new ShapeInference(TrainingForm.OPERATORS).infer(free, shapes);
    ChannelFacts facts = new ChannelTracing(TrainingForm.OPERATORS).trace(free, types);
    Set<String> sliced = new HashSet<>();
    facts.groups().forEach(g -> g.weightSlots().forEach(slot -> sliced.add(slot.tensor())));
    long macs = 0;
    long reachable = 0;
    for (Node node : free.nodes()) {
      long own =
          TrainingForm.OPERATORS
              .of(node)
              .macs(node, typesOf(node.inputs(), types), typesOf(node.outputs(), types));
      macs += own;
      reachable += node.inputs().stream().anyMatch(sliced::contains) ? own : 0;
    }
    reporter.publishEntry(
        String.valueOf(file.getFileName()),
        "%d groups, %.1f %% of %d multiply-adds in nodes with channels that can go; fixed: %s"
            .formatted(facts.groups().size(), 100.0 * reachable / macs, macs, facts.fixed()));
  }

  private static List<TensorType> typesOf(List<String> tensors, Types types) {
    return tensors.stream().filter(t -> !t.isEmpty()).map(types::of).toList();
  }
}
