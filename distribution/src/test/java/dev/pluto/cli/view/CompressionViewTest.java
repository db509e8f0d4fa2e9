package dev.pluto.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pluto.cli.text.Style;
import dev.pluto.engine.report.CompressionResult;
import dev.pluto.engine.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressionViewTest {
  private static Report report() {
    return new Report(
        new Report.Model("net.onnx", "ab"),
        new Report.Task("classification", "top-1", true, 1000),
        "onnxruntime-cpu",
        state(0.91, 12_500_000, 314_000),
        state(0.905, 5_000_000, 90_000),
        List.of(
            new Report.Budget("macs", 6_000_000, 5_000_000, true, ""),
            new Report.Budget("storage", 80_000, 90_000, false, "")),
        Map.of("macs", 0.8),
        List.of(new Report.ShadowPrice("macs", "1 M more would buy about 0.4 points", 4e-9)),
        List.of(),
        List.of(),
        List.of(),
        "0..1",
        Map.of("image", List.of(1L, 3L, 32L, 32L)),
        "joint",
        1);
  }

  private static Report.State state(double quality, double macs, double storage) {
    return new Report.State(
        quality,
        Map.of("SSIM", quality - 0.5),
        Map.of(
            "macs", new Report.Cost(macs, "MAC", "analytic"),
            "storage", new Report.Cost(storage, "B", "analytic")),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void beforeAndAfterStandSideBySide(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("model.onnx"));
    CompressionResult result =
        new CompressionResult(folder, folder.resolve("model.onnx"), report());
    String text = new CompressionView(Style.PLAIN).text(result);
    assertThat(text).contains("net.onnx on onnxruntime-cpu", "image 1x3x32x32");
    assertThat(text).containsPattern("macs +12.5 M +5.00 M +40.0 % +6.00 M +met +analytic");
    assertThat(text).containsPattern("storage +314 kB +90.0 kB +28.7 % +80.0 kB +not met");
    assertThat(text).containsPattern("top-1 +0.9100 +0.9050");
    assertThat(text).containsPattern("SSIM +0.4100 +0.4050");
    assertThat(text).contains("1 M more would buy", "model.onnx").doesNotContain("report.html");
    assertThat(text).doesNotContain("\u001b");
  }

  @Test
  void jsonHasTheKeysOfTheRecords() throws IOException {
    JsonNode json = new ObjectMapper().readTree(JsonText.of(report()));
    assertThat(json.at("/baseline/cost/macs/value").asDouble()).isEqualTo(12_500_000);
    assertThat(json.at("/budgets/1/met").asBoolean(true)).isFalse();
    assertThat(json.at("/compressed").has("file")).isFalse();
  }
}
