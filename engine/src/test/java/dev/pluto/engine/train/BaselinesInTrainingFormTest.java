package dev.pluto.engine.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.analysis.BatchNormalizationFolding;
import dev.pluto.engine.analysis.Simplifier;
import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.onnx.SharedModels;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Tensor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is trained is the model that was given: real networks, imported and simplified. */
class BaselinesInTrainingFormTest {
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cifar_resnet8",
        "cifar_resnet8_bn",
        "cifar_dscnn",
        "cifar_dscnn_bn",
        "sr_edsr_tiny_x2",
        "denoise_dncnn8",
        "denoise_dncnn8_bn"
      })
  void computesWhatOnnxRuntimeComputes(String name) {
    Path file = SharedModels.folder("baselines/" + name + ".onnx");
    Graph kept = new Simplifier(TrainingForm.OPERATORS).simplify(OnnxReader.read(file));
    Graph folded = BatchNormalizationFolding.fold(kept);
    assertThat(kept.nodes().stream().anyMatch(n -> n.opType().equals("BatchNormalization")))
        .isEqualTo(name.endsWith("_bn"));
    assertThat(folded.nodes()).noneMatch(n -> n.opType().equals("BatchNormalization"));
    try (TrainingSession session = TrainingSession.open(1);
        OnnxRuntimeModel model = OnnxRuntimeModel.open(file, 2)) {
      Map<String, Tensor> inputs = SharedModels.inputs(model);
      Map<String, Tensor> expected = model.run(inputs);
      double withNormalization =
          TrainingForm.difference(expected, TrainingForm.evaluate(session, kept, inputs));
      double merged =
          TrainingForm.difference(expected, TrainingForm.evaluate(session, folded, inputs));
      assertThat(withNormalization).isLessThan(TOLERANCE);
      assertThat(merged).isLessThan(TOLERANCE);
    }
  }
}
