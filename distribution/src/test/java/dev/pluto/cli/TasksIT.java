package dev.pluto.cli;

import static dev.pluto.cli.InstallationIT.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluto.cli.demo.SmallDenoiser;
import dev.pluto.cli.demo.SmallDetector;
import dev.pluto.cli.demo.SmallListener;
import dev.pluto.cli.demo.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks besides classification, from end to end. */
class TasksIT {
  @TempDir private static Path folder = Path.of("");
  private static SmallModel small = new SmallModel(Path.of(""));
  private final PlutoProcess pluto = PlutoProcess.assembled();

  @BeforeAll
  static void writeFiles() {
    small = SmallModel.in(folder);
  }

  private JsonNode done(String... arguments) {
    PlutoProcess.Result result = pluto.run(arguments);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return json(result.out());
  }

  private JsonNode compressed(Path model, Path out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "compress",
                model.toString(),
                "--hardware=onnxruntime-cpu",
                "--budget=storage=60%",
                "--budget=macs=70%",
                "--set=search.batch=16",
                "--json",
                "--quiet",
                "--out=" + out));
    arguments.addAll(Arrays.asList(more));
    JsonNode report = done(arguments.toArray(String[]::new)).get("report");
    assertThat(report.get("budgets")).hasSize(2).allMatch(b -> b.get("met").asBoolean());
    return report;
  }

  @Test
  void aModelIsCompressedWithoutLabels() {
    Path out = folder.resolve("unlabelled");
    String data = "--data=" + small.images();
    JsonNode report = compressed(small.model(), out, "--task=unlabelled", data, "--epochs=8");
    assertThat(report.at("/baseline/quality").asDouble()).isEqualTo(1, offset(1e-9));
    double quality = report.at("/compressed/quality").asDouble();
    assertThat(quality).isBetween(0.5, 1.0);
    JsonNode again =
        done(
            "evaluate",
            out.resolve("model.onnx").toString(),
            "--task=unlabelled",
            data,
            "--reference=" + small.model(),
            "--json");
    assertThat(again.get("quality").asDouble()).isEqualTo(quality, offset(1e-6));
    assertThat(again.at("/further/top-1 agreement").asDouble())
        .isEqualTo(report.at("/compressed/further/top-1 agreement").asDouble());
  }

  @Test
  void aDetectorIsCompressedInFrontOfWhatCannotBeTrained() {
    Path model = SmallDetector.write(folder.resolve("detector.onnx"));
    JsonNode inspection = done("inspect", model.toString(), "--json");
    assertThat(inspection.at("/trainability/macShare").asDouble()).isEqualTo(1);
    assertThat(inspection.at("/opaque").findValuesAsText("operator"))
        .containsExactly("If", "NonMaxSuppression", "Gather", "Gather");
    String data = "--data=" + small.images();
    Path out = folder.resolve("detected");
    JsonNode report = compressed(model, out, "--task=unlabelled", data, "--epochs=4");
    assertThat(report.at("/baseline/quality").asDouble()).isEqualTo(1, offset(1e-9));
    JsonNode after = done("inspect", out.resolve("model.onnx").toString(), "--json");
    assertThat(after.get("opaque")).isEqualTo(inspection.get("opaque"));
  }

  @Test
  void whatTheUnlabelledTaskNeedsIsSaid() {
    String data = "--data=" + small.images();
    PlutoProcess.Result evaluated =
        pluto.run("evaluate", small.model().toString(), "--task=unlabelled", data);
    assertThat(evaluated.exitCode()).isEqualTo(2);
    assertThat(evaluated.err()).contains("--reference ORIGINAL.onnx");
    PlutoProcess.Result undistilled =
        pluto.run(
            "compress",
            small.model().toString(),
            "--task=unlabelled",
            data,
            "--hardware=onnxruntime-cpu",
            "--operators=quantization",
            "--budget=storage=60%",
            "--set=search.batch=16",
            "--out=" + folder.resolve("undistilled"));
    assertThat(undistilled.exitCode()).isEqualTo(2);
    assertThat(undistilled.err())
        .contains("inputs scaled as '0..1': assumed", "nothing to train on", "distillation");
  }

  @Test
  void aNetworkThatListensIsCompressed() {
    Path model = SmallListener.writeModel(folder.resolve("listener.onnx"));
    Path sounds = SmallListener.writeSounds(folder.resolve("sounds"), 40);
    Path out = folder.resolve("listened");
    String data = "--data=" + sounds;
    String split = "--set=task.options.validate=*_[0-9].wav";
    JsonNode report =
        compressed(
            model, out, "--task=sequence", data, split, "--epochs=24", "--normalize=dataset");
    double quality = report.at("/compressed/quality").asDouble();
    // Tones of two pitches are easily learned, even by a network that had not been trained.
    assertThat(quality).isGreaterThanOrEqualTo(0.9);
    JsonNode again =
        done(
            "evaluate",
            out.resolve("model.onnx").toString(),
            "--task=sequence",
            data,
            split,
            "--normalize=dataset",
            "--json");
    assertThat(again.get("quality").asDouble()).isEqualTo(quality, offset(1e-9));
    assertThat(again.get("samples").asInt()).isEqualTo(20);
  }

  @Test
  void damagedSoundsAreNamed() throws IOException {
    Path model = SmallListener.writeModel(folder.resolve("deaf.onnx"));
    Path sounds = SmallListener.writeSounds(folder.resolve("damaged"), 4);
    Files.write(sounds.resolve("low_9.wav"), new byte[10]);
    byte[] whole = Files.readAllBytes(sounds.resolve("low_0.wav"));
    Files.write(sounds.resolve("high_9.wav"), Arrays.copyOf(whole, 500));
    PlutoProcess.Result result =
        pluto.run("evaluate", model.toString(), "--task=sequence", "--data=" + sounds);
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("low_9.wav: it is no such file", "high_9.wav: it cannot be read: its header");
  }

  @Test
  void aDenoiserIsCompressed() {
    Path model = SmallDenoiser.write(folder.resolve("denoiser.onnx"));
    Path images;
    try (Stream<Path> classes = Files.list(small.images().resolve("train"))) {
      images = classes.sorted().findFirst().orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    JsonNode report =
        compressed(
            model,
            folder.resolve("denoised"),
            "--task=denoising",
            "--data=" + images,
            "--epochs=8",
            "--set=task.options.patch=8");
    // Of a network that predicts nothing much, the noise of deviation 25 is left.
    assertThat(report.at("/baseline/quality").asDouble()).isBetween(15.0, 25.0);
    assertThat(report.at("/compressed/quality").asDouble()).isGreaterThan(15);
    assertThat(report.at("/compressed/further/SSIM").asDouble()).isBetween(0.0, 1.0);
  }
}
