package dev.pluto.engine.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.analysis.ReferenceShapes;
import dev.pluto.engine.examine.ModelInspector;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.onnx.SharedModels;
import dev.pluto.engine.report.Inspection;
import dev.pluto.engine.report.Report;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.engine.train.TrainingForm;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.graph.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every model of the shared folder is imported, exported unchanged and compared in ONNX Runtime,
 * and run in training form as far as it can be trained; prints a row of a table for each.
 */
@Tag("benchmark")
class ModelSurveyTest {
  private static final float UNCHANGED = 1e-6f;
  private static final double TRAINING_FORM = 1e-4;

  static List<Path> models() {
    return SharedModels.in("models", "baselines");
  }

  @ParameterizedTest
  @MethodSource("models")
  void survey(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] written = OnnxWriter.write(OnnxReader.read(file));
    SharedModels.assertSameOutputs(bytes, written, file.toString(), UNCHANGED);
    long start = System.nanoTime();
    ImportedModel model = ImportedModel.read(file, TrainingForm.OPERATORS);
    Inspection inspection =
        new ModelInspector(TrainingForm.OPERATORS).inspect(model, Map.of(), Optional.empty());
    double seconds = (System.nanoTime() - start) / 1e9;
    ImportedModel parted =
        model.withParts(ReferenceShapes.of(model.graph(), Map.of()), TrainingForm.OPERATORS);
    System.out.println(row(file, inspection, seconds, trainingForm(file, parted)));
  }

  /** How far training form is from ONNX Runtime, on random samples and on real ones. */
  private static String trainingForm(Path file, ImportedModel model) throws IOException {
    try (TrainingSession session = TrainingSession.open(1);
        OnnxRuntimeModel running = OnnxRuntimeModel.open(file, 2)) {
      Map<String, Tensor> random = SharedModels.inputs(running);
      double onRandom = difference(session, running, model, random);
      assertThat(onRandom).isLessThan(TRAINING_FORM);
      Map<String, Tensor> real = RealSamples.of(running);
      if (real.isEmpty()) {
        return number(onRandom);
      }
      double onReal = difference(session, running, model, real);
      assertThat(onReal).isLessThan(TRAINING_FORM);
      return number(onRandom) + ", real " + number(onReal);
    }
  }

  private static double difference(
      TrainingSession session,
      OnnxRuntimeModel running,
      ImportedModel model,
      Map<String, Tensor> inputs) {
    return TrainingForm.difference(
        running.run(inputs), TrainingForm.evaluate(session, model.graph(), inputs));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0e", value);
  }

  private static String row(Path file, Inspection inspection, double seconds, String difference) {
    Inspection.Trainability trainability = inspection.trainability();
    return String.format(
        Locale.ROOT,
        "| %s | %.1f %% of %d | %s | %d | %s | %s | %.2f |",
        file.getFileName(),
        100 * trainability.nodeShare(),
        inspection.nodes().size(),
        inspection.macs() == 0
            ? "unknown"
            : String.format(
                Locale.ROOT, "%.1f %% of %d", 100 * trainability.macShare(), inspection.macs()),
        inspection.channelGroups().size(),
        reasons(inspection.unchanged()),
        difference,
        seconds);
  }

  /** How many sites each reason leaves unchanged, without the names in it. */
  private static String reasons(List<Report.Refused> unchanged) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Report.Refused refused : unchanged) {
      counts.merge(refused.reason().replaceAll("'[^']*'", "…"), 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .map(e -> e.getValue() + " × " + e.getKey())
        .collect(Collectors.joining("; "));
  }
}
