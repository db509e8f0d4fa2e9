package dev.pluto.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting, listing, and what happens when plugins come and go. */
class InstallationIT {
  private final PlutoProcess pluto = PlutoProcess.assembled();

  static JsonNode json(String text) {
    try {
      return new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON document: " + text, e);
    }
  }

  private static List<String> texts(JsonNode array, String key) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(entry -> entry.get(key).asText())
        .toList();
  }

  /** Processor time, which a busy machine does not stretch as it does the time on the clock. */
  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version"})
  void helpAndVersionTakeLessThanASecond(String option) {
    // On a busy machine processes share caches and cores, so that some need a second try.
    boolean quick = IntStream.range(0, 10).anyMatch(i -> pluto.processorSeconds(option) < 1);
    assertThat(quick).isTrue();
    assertThat(pluto.run(option).out()).contains("pluto");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "compress",
        "resume",
        "report",
        "inspect",
        "evaluate",
        "profile",
        "plugins",
        "hardware"
      })
  void everyCommandHasHelpWithAnExample(String command) {
    PlutoProcess.Result result = pluto.run(command, "--help");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).containsPattern("Examples?:\\R  pluto " + command);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void completionIsGenerated() {
    assertThat(pluto.run("generate-completion").out()).contains("complete -F", "compress");
  }

  @Test
  void allPluginsOfTheArchiveAreLoaded() {
    PlutoProcess.Result result = pluto.run("plugins", "list", "--json");
    assertThat(result.exitCode()).isZero();
    JsonNode plugins = json(result.out()).get("plugins");
    assertThat(texts(plugins, "id"))
        .contains(
            "classification", "denoising", "metrics", "onnxruntime-cpu", "sequence", "unlabelled");
    assertThat(plugins).noneMatch(plugin -> plugin.has("problem"));
    assertThat(pluto.run("plugins", "list").out()).contains("operator pruning", "metric macs");
  }

  @Test
  void hardwareIsListedAndShown() {
    JsonNode hardware = json(pluto.run("hardware", "list", "--json").out()).get("hardware");
    assertThat(texts(hardware, "id")).contains("onnxruntime-cpu");
    assertThat(json(pluto.run("hardware", "show", "onnxruntime-cpu", "--json").out()).get("id"))
        .hasToString("\"onnxruntime-cpu\"");
    PlutoProcess.Result unknown = pluto.run("hardware", "show", "nothing", "--json");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(json(unknown.out()).at("/error/problems/0/allowed").asText())
        .contains("onnxruntime-cpu");
  }

  @Test
  void aRemovedPluginTakesItsFeatureAndNothingElse(@TempDir Path folder) throws IOException {
    PlutoProcess copy = pluto.copyTo(folder);
    JsonNode before = json(copy.run("plugins", "list", "--json").out()).get("plugins");
    try (var archives = Files.newDirectoryStream(folder.resolve("plugins"), "*pruning*")) {
      for (Path archive : archives) {
        Files.delete(archive);
      }
    }
    JsonNode after = json(copy.run("plugins", "list", "--json").out()).get("plugins");
    List<String> expected =
        texts(before, "id").stream().filter(id -> !id.equals("pruning")).toList();
    assertThat(texts(after, "id")).isEqualTo(expected);
    assertThat(after).noneMatch(plugin -> plugin.has("problem"));
  }

  @Test
  void aBrokenArchiveIsReportedByNameAndBreaksNothing(@TempDir Path folder) throws IOException {
    PlutoProcess copy = pluto.copyTo(folder);
    Files.writeString(folder.resolve("plugins").resolve("broken.zip"), "no zip file");
    PlutoProcess.Result list = copy.run("plugins", "list");
    assertThat(list.exitCode()).isZero();
    assertThat(list.out()).contains("broken.zip: ", "operator pruning");
    PlutoProcess.Result hardware = copy.run("hardware", "list");
    assertThat(hardware.exitCode()).isZero();
    assertThat(hardware.err()).contains("plugin not loaded: broken.zip");
    assertThat(hardware.out()).contains("onnxruntime-cpu");
  }
}
