package dev.pluto.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models compute the same in a newer operator set. */
class OpsetUpgradeTest {
  static List<Path> models() {
    return SharedModels.in("baselines", "models");
  }

  @ParameterizedTest
  @MethodSource("models")
  void raisesRealModels(Path file) throws IOException {
    byte[] original = Files.readAllBytes(file);
    Graph graph = OnnxReader.read(file);
    for (long target : new long[] {13, 21}) {
      boolean branches = graph.nodes().stream().anyMatch(n -> n.opType().equals("If"));
      if (target == 21 && branches) {
        assertThatThrownBy(() -> OpsetUpgrade.raise(graph, target))
            .isInstanceOf(ProblemException.class)
            .hasMessageContaining("node If");
      } else {
        byte[] raised = OnnxWriter.write(OpsetUpgrade.raise(graph, target));
        SharedModels.assertSameOutputs(original, raised, file.toString(), 1e-6f);
      }
    }
  }

  /** Single operators in the operator sets between the oldest and the newest that is raised. */
  @Test
  void raisesEachOperatorOfTheConformanceSuite() throws IOException {
    int compared = 0;
    try (Stream<Path> cases = Files.list(SharedModels.folder("onnx-conformance/node"))) {
      for (Path folder : cases.sorted().toList()) {
        compared += compare(folder);
      }
    }
    assertThat(compared).isGreaterThan(300);
  }

  private static int compare(Path folder) throws IOException {
    byte[] original = Files.readAllBytes(folder.resolve("model.onnx"));
    Map<String, Tensor> inputs;
    Map<String, Tensor> expected;
    Graph graph;
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(original, folder.toString(), 1)) {
      graph = OnnxReader.read(original, folder.toString());
      inputs = inputs(folder, graph);
      expected = model.run(inputs);
    } catch (ProblemException e) {
      return 0; // Not a model of plain tensors, or one that this ONNX Runtime does not run.
    }
    int compared = 0;
    for (long target : new long[] {13, 21}) {
      if (graph.opsets().getOrDefault("", 1L) < target
          && OpsetUpgrade.obstacles(graph, target).isEmpty()) {
        byte[] raised = OnnxWriter.write(OpsetUpgrade.raise(graph, target));
        try (OnnxRuntimeModel model = OnnxRuntimeModel.open(raised, folder + " raised", 1)) {
          SharedModels.assertSame(expected, model.run(inputs), 1e-6f);
        }
        compared++;
      }
    }
    return compared;
  }

  private static Map<String, Tensor> inputs(Path folder, Graph graph) throws IOException {
    ModelProblems problems = new ModelProblems(folder.toString());
    TensorDecoder decoder =
        new TensorDecoder(problems, new ExternalData(Optional.empty(), problems));
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ValueInfo input : graph.inputs()) {
      Path file = folder.resolve("test_data_set_0/input_" + inputs.size() + ".pb");
      TensorProto tensor = TensorProto.parseFrom(Files.readAllBytes(file));
      inputs.put(input.name(), decoder.decode(tensor, file.toString()));
    }
    return inputs;
  }
}
