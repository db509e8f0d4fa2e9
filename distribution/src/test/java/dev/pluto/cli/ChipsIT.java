package dev.pluto.cli;

import static dev.pluto.cli.InstallationIT.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluto.cli.demo.SmallModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Described chips, and metrics that a plugin brings. */
class ChipsIT {
  @TempDir private static Path folder = Path.of("");
  private static SmallModel small = new SmallModel(Path.of(""));
  private final PlutoProcess pluto = PlutoProcess.assembled();
  private final Path shipped =
      Path.of(System.getProperty("pluto.home")).resolve("chips/snapdragon-8-gen-3.yaml");

  @BeforeAll
  static void writeFiles() {
    small = SmallModel.in(folder);
  }

  private static List<String> texts(JsonNode array, String key) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(entry -> entry.get(key).asText())
        .toList();
  }

  private static List<String> compress(Path run, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "compress",
                small.model().toString(),
                "--task=classification",
                "--data=" + small.images(),
                "--epochs=4",
                "--set=search.batch=16",
                "--out=" + run,
                "--json",
                "--quiet"));
    arguments.addAll(Arrays.asList(more));
    return arguments;
  }

  @Test
  void whatLiesInTheFoldersOfChipsIsHardware() throws IOException {
    Path chips = Files.createDirectories(folder.resolve("chips"));
    String text = Files.readString(shipped);
    Files.writeString(
        chips.resolve("mine.yaml"), text.replace("id: snapdragon-8-gen-3", "id: my-chip"));
    Files.writeString(chips.resolve("broken.yaml"), text.replace("inference:", "inferense:"));
    PlutoProcess.Result list = pluto.run("hardware", "list", "--chips=" + chips, "--json");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(texts(json(list.out()).get("hardware"), "id"))
        .contains(
            "generic-mobile-cpu",
            "generic-mobile-gpu",
            "my-chip",
            "onnxruntime-cpu",
            "snapdragon-8-gen-3");
    assertThat(list.err()).contains("broken.yaml", "overhead.inferense");
    PlutoProcess.Result none = pluto.run("hardware", "list", "--chips=nowhere");
    assertThat(none.exitCode()).isEqualTo(2);
  }

  @Test
  void showTellsWhereValuesComeFrom() {
    JsonNode chip = json(pluto.run("hardware", "show", "snapdragon-8-gen-3", "--json").out());
    assertThat(texts(chip.get("facts"), "name")).contains("memory.on-chip", "energy.dram-byte");
    assertThat(texts(chip.get("facts"), "origin")).allMatch(origin -> origin.contains(": "));
  }

  @Test
  void validateListsEverythingThatIsWrong() throws IOException {
    assertThat(pluto.run("hardware", "validate", shipped.toString()).out()).contains("is valid");
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            Files.readString(shipped)
                .replace("float: fp16", "float: fp8")
                .replace("channels: 32", "channels: many")
                .replace("on-chip: 8 MB", "on-chip: 8 apples"));
    PlutoProcess.Result result = pluto.run("hardware", "validate", wrong.toString(), "--json");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(texts(json(result.out()).at("/error/problems"), "place"))
        .anyMatch(place -> place.endsWith(" float"))
        .anyMatch(place -> place.endsWith(" alignment.channels"))
        .anyMatch(place -> place.endsWith(" memory.on-chip"))
        .hasSize(3);
  }

  @Test
  void calibrateFitsADescriptionToMeasurements() throws IOException {
    Path chip =
        Files.writeString(
            folder.resolve("sibling.yaml"),
            """
            schema: 1
            id: slower
            description: a slower chip of the family
            sibling: snapdragon-8-gen-3
            """);
    List<String> lines = new ArrayList<>(List.of("model,precision,latency_ms,device"));
    for (int i = 0; i < 2; i++) {
      String name = "network" + i + ".onnx";
      Files.copy(small.model(), folder.resolve(name));
      lines.add(name + ",float,1." + i + ",mine");
      lines.add(name + ",w8a8,0.7,mine");
    }
    lines.add("network0.onnx,float,99,another");
    Path table = Files.write(folder.resolve("latency.csv"), lines);
    String[] command = {
      "hardware",
      "calibrate",
      chip.toString(),
      "--measurements=" + table,
      "--where=device=mine",
      "--json",
      "--quiet"
    };
    PlutoProcess.Result result = pluto.run(command);
    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode report = json(result.out());
    assertThat(texts(report.get("accuracy"), "precision")).containsExactly("fp32", "w8a8");
    assertThat(report.get("measurements")).hasSize(4);
    PlutoProcess.Result valid = pluto.run("hardware", "validate", chip.toString());
    assertThat(valid.exitCode()).as(valid.err()).isZero();
    assertThat(Files.readString(chip)).contains("latency.csv", "expected-error");

    String fitted = Files.readString(chip);
    Files.writeString(table, "model,latency_ms\nnothing,1\nnetwork0,fast\n");
    PlutoProcess.Result wrong =
        pluto.run("hardware", "calibrate", chip.toString(), "--measurements=" + table, "--json");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(texts(json(wrong.out()).at("/error/problems"), "place"))
        .containsExactly(table + ":2", table + ":3");
    assertThat(Files.readString(chip)).isEqualTo(fitted);
  }

  @Test
  void inspectTellsWhatAChipRuns() {
    PlutoProcess.Result result =
        pluto.run("inspect", small.model().toString(), "--hardware=qcs6490", "--json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode chip = json(result.out()).get("onChip");
    assertThat(chip.get("hardware").asText()).isEqualTo("qcs6490");
    assertThat(chip.get("precisions").has("w8a8")).isTrue();
    assertThat(chip.get("precisions").has("fp16")).isFalse();
    assertThat(chip.get("notRun")).isEmpty();
  }

  @Test
  void profilesSayWhatTheyRestOnInEveryPrecision() {
    double before = Double.POSITIVE_INFINITY;
    // No measured network says how fast the chip multiplies matrices of 8-bit integers.
    List<List<String>> provenances =
        List.of(List.of("fp32", "predicted"), List.of("w8a8", "assumed"));
    for (List<String> expected : provenances) {
      String precision = expected.get(0);
      PlutoProcess.Result result =
          pluto.run(
              "profile",
              small.model().toString(),
              "--hardware=snapdragon-8-gen-3",
              "--precision=" + precision,
              "--json",
              "--quiet");
      assertThat(result.exitCode()).as(result.err()).isZero();
      JsonNode profile = json(result.out());
      assertThat(profile.at("/cost/latency/provenance").asText()).isEqualTo(expected.get(1));
      assertThat(profile.at("/cost/energy/provenance").asText()).isEqualTo("assumed");
      assertThat(profile.at("/cost/energy/unit").asText()).isEqualTo("J");
      assertThat(profile.get("expectedError").asDouble()).isBetween(0.01, 0.3);
      double sum = 0;
      for (JsonNode kernel : profile.get("kernels")) {
        sum += kernel.at("/cost/latency/value").asDouble();
      }
      double latency = profile.at("/cost/latency/value").asDouble();
      assertThat(sum).isCloseTo(latency, org.assertj.core.data.Offset.offset(1e-9));
      assertThat(latency).isLessThan(before);
      before = latency;
    }
  }

  @Test
  void energyIsNoBudgetWhereNothingPricesIt() {
    PlutoProcess.Result result =
        pluto.run(
            compress(
                    folder.resolve("no-meter"), "--hardware=onnxruntime-cpu", "--budget=energy=50%")
                .toArray(String[]::new));
    assertThat(result.exitCode()).isEqualTo(2);
    JsonNode problem = json(result.out()).at("/error/problems/0");
    assertThat(problem.get("place").asText()).isEqualTo("budgets.energy");
    assertThat(problem.get("allowed").asText()).contains("snapdragon-8-gen-3");
  }

  @Test
  void severalBudgetsAreMetOnADescribedChip() throws IOException {
    Path run = folder.resolve("described");
    PlutoProcess.Result result =
        pluto.run(
            compress(
                    run,
                    "--hardware=snapdragon-8-gen-3",
                    "--budget=energy=80%",
                    "--budget=macs=70%",
                    "--budget=storage=50%")
                .toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode budgets = json(Files.readString(run.resolve("certificate.json"))).get("budgets");
    assertThat(budgets).hasSize(3).allMatch(budget -> budget.get("met").asBoolean());
  }

  /** The testkit with a descriptor is a plugin with two metrics. */
  @Test
  void metricsOfAPluginAreBudgetedLikeBuiltInOnes() throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    writePlugin(plugins.resolve("metrics.zip"));
    ProcessBuilder list = pluto.builder("plugins", "list");
    list.environment().put("PLUTO_PLUGINS", plugins.toString());
    assertThat(PlutoProcess.run(list).out()).contains("metric bops, metric dram-traffic");
    Path run = folder.resolve("budgeted");
    ProcessBuilder compress =
        pluto.builder(
            compress(
                    run,
                    "--hardware=generic-mobile-gpu",
                    "--budget=bops=60%",
                    "--budget=dram-traffic=70%")
                .toArray(String[]::new));
    compress.environment().put("PLUTO_PLUGINS", plugins.toString());
    PlutoProcess.Result result = PlutoProcess.run(compress);
    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode certificate = json(Files.readString(run.resolve("certificate.json")));
    assertThat(texts(certificate.get("budgets"), "metric")).containsExactly("bops", "dram-traffic");
    assertThat(certificate.get("budgets")).allMatch(budget -> budget.get("met").asBoolean());
    ProcessBuilder again =
        pluto.builder(
            "profile",
            run.resolve("model.onnx").toString(),
            "--hardware=generic-mobile-gpu",
            "--json",
            "--quiet");
    again.environment().put("PLUTO_PLUGINS", plugins.toString());
    JsonNode profile = json(PlutoProcess.run(again).out());
    for (String metric : List.of("bops", "dram-traffic")) {
      assertThat(profile.at("/cost/" + metric + "/value").asDouble())
          .as("the certificate counts the file as anybody can")
          .isEqualTo(certificate.at("/cost/" + metric + "/value").asDouble());
    }
  }

  private static void writePlugin(Path archive) throws IOException {
    Path library = Path.of(System.getProperty("pluto.home")).resolve("lib");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive));
        var testkit = Files.newDirectoryStream(library, "pluto-testkit-*.jar")) {
      zip.putNextEntry(new ZipEntry("plugin.properties"));
      zip.write(
          "plugin.id=example-metrics\nplugin.version=1.0.0\n".getBytes(StandardCharsets.UTF_8));
      for (Path jar : testkit) {
        zip.putNextEntry(new ZipEntry("lib/testkit.jar"));
        Files.copy(jar, zip);
      }
    }
  }
}
