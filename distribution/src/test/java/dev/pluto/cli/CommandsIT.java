package dev.pluto.cli;

import static dev.pluto.cli.InstallationIT.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluto.cli.demo.SmallModel;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a small model: results, exit codes, and what is said about wrong input. */
class CommandsIT {
  @TempDir private static Path folder = Path.of("");
  private static SmallModel small = new SmallModel(Path.of(""));
  private final PlutoProcess pluto = PlutoProcess.assembled();

  @BeforeAll
  static void writeFiles() {
    small = SmallModel.in(folder);
  }

  private PlutoProcess.Result compress(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "compress",
                small.model().toString(),
                "--task=classification",
                "--data=" + small.images(),
                "--json",
                "--quiet"));
    arguments.addAll(Arrays.asList(more));
    return pluto.run(arguments.toArray(String[]::new));
  }

  /** Checks exit code, the JSON document and that every problem is printed; returns the places. */
  private static List<String> problems(PlutoProcess.Result result, int exitCode) {
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    JsonNode error = json(result.out()).get("error");
    assertThat(error.get("exitCode").asInt()).isEqualTo(exitCode);
    List<String> places = new ArrayList<>();
    for (JsonNode problem : error.get("problems")) {
      places.add(problem.get("place").asText());
      assertThat(result.err()).contains(problem.get("what").asText());
    }
    return places;
  }

  @Test
  void inspectShowsTheModel() {
    PlutoProcess.Result result = pluto.run("inspect", small.model().toString(), "--json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(json(result.out()).get("operators").get("Conv").asInt()).isEqualTo(6);
    assertThat(pluto.run("inspect", small.model().toString()).out())
        .contains("Channel groups", "GlobalAveragePool");
  }

  @Test
  void evaluateMeasuresQuality() {
    PlutoProcess.Result result =
        pluto.run(
            "evaluate",
            small.model().toString(),
            "--task=classification",
            "--data=" + small.images(),
            "--json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(json(result.out()).get("samples").asInt()).isEqualTo(120);
    assertThat(result.err()).isNotEmpty();
  }

  @Test
  void profilePricesTheModel() {
    PlutoProcess.Result result =
        pluto.run(
            "profile", small.model().toString(), "--hardware=onnxruntime-cpu", "--json", "-q");
    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode profile = json(result.out());
    assertThat(profile.at("/cost/macs/value").asDouble()).isPositive();
    assertThat(profile.at("/cost/latency/unit").asText()).isEqualTo("ms");
    assertThat(profile.get("kernels")).isNotEmpty();
    assertThat(result.err()).isEmpty();
  }

  @Test
  void wrongFilesAreNamed() throws IOException {
    assertThat(problems(pluto.run("inspect", "nothing.onnx", "--json"), 2)).hasSize(1);
    Path text = Files.writeString(folder.resolve("text.onnx"), "this is no model\n");
    problems(pluto.run("inspect", text.toString(), "--json"), 3);
    byte[] whole = Files.readAllBytes(small.model());
    Path truncated =
        Files.write(folder.resolve("truncated.onnx"), Arrays.copyOf(whole, whole.length / 2));
    problems(pluto.run("inspect", truncated.toString(), "--json"), 3);
  }

  @Test
  void everythingThatIsWrongIsReportedAtOnce() {
    assertThat(problems(compress("--limit=-1", "--strategy=magic", "--set=sarch.epochs=1"), 2))
        .contains("task.data.limit", "strategy", "hardware", "budgets", "sarch");
    PlutoProcess.Result result = compress("--budgte=1", "--epochs=many");
    assertThat(problems(result, 2)).hasSize(2);
    assertThat(result.err()).contains("--budget", "--epochs", "pluto compress --help");
    assertThat(pluto.run("compress").exitCode()).isEqualTo(2);
    assertThat(pluto.run("plugins").exitCode()).isEqualTo(2);
    assertThat(pluto.run().exitCode()).isEqualTo(2);
  }

  @Test
  void unknownHardwareAndUnitsAreRefused() {
    PlutoProcess.Result hardware = compress("--hardware=abacus", "--budget=macs=50%");
    assertThat(problems(hardware, 2)).contains("hardware");
    assertThat(hardware.err()).contains("onnxruntime-cpu");
    PlutoProcess.Result unit =
        compress("--hardware=onnxruntime-cpu", "--budget=storage=4ms", "--budget=speed=1");
    assertThat(problems(unit, 2)).contains("budgets.storage", "budgets.speed");
  }

  @Test
  void compressMeetsItsBudget() throws IOException {
    Path run = folder.resolve("run");
    PlutoProcess.Result result =
        compress(
            "--hardware=onnxruntime-cpu",
            "--budget=storage=60%",
            "--budget=macs=70%",
            "--epochs=4",
            "--set=search.batch=16",
            "--out=" + run);
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    JsonNode report = json(result.out()).get("report");
    assertThat(report.at("/budgets/0/met").asBoolean()).isTrue();
    assertThat(json(result.out()).get("model").asText()).isEqualTo(run + "/model.onnx");
    double before = report.at("/baseline/cost/storage/value").asDouble();
    assertThat(Files.size(run.resolve("model.onnx")) / before).isLessThanOrEqualTo(0.6);
    assertThat(json(Files.readString(run.resolve("report.json")))).isEqualTo(report);
    assertThat(report.at("/budgets/1/met").asBoolean()).isTrue();
    reportMakesTheSamePageAgain(run);
    resumeMakesTheSameModelAgain(run);
  }

  /** As after a crash behind the search: all that was written later is gone. */
  private void resumeMakesTheSameModelAgain(Path run) throws IOException {
    Path model = run.resolve("model.onnx");
    byte[] first = Files.readAllBytes(model);
    for (String file : List.of("model.onnx", "report.json", "report.html", "certificate.json")) {
      Files.delete(run.resolve(file));
    }
    PlutoProcess.Result resumed = pluto.run("resume", run.toString(), "--json", "--quiet");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(model).binaryContent().isEqualTo(first);
  }

  private void reportMakesTheSamePageAgain(Path run) throws IOException {
    Path page = run.resolve("report.html");
    String first = Files.readString(page);
    Files.delete(page);
    PlutoProcess.Result again = pluto.run("report", run.toString(), "--json");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(json(again.out()).get("page").asText()).isEqualTo(page.toString());
    assertThat(page).content().isEqualTo(first);
  }

  @Test
  void reportNamesWhatARunLacks() {
    assertThat(problems(pluto.run("report", small.images().toString(), "--json"), 2)).hasSize(4);
  }

  @Test
  void anImpossibleBudgetIsRefusedWithTheSmallestPossibleOne() {
    PlutoProcess.Result result =
        compress(
            "--hardware=onnxruntime-cpu",
            "--operators=quantization",
            "--budget=storage=1%",
            "--set=search.batch=16",
            "--out=" + folder.resolve("impossible"));
    assertThat(problems(result, 4)).containsExactly("budgets.storage");
    assertThat(result.err()).contains("smallest reachable");
  }

  @Test
  void whyNothingCanBeCompressedIsSaidSiteBySite() throws IOException {
    Path model = Files.write(folder.resolve("plain.onnx"), OnnxWriter.write(oneConvolution()));
    PlutoProcess.Result result =
        pluto.run(
            "compress",
            model.toString(),
            "--task=classification",
            "--data=" + small.images(),
            "--hardware=onnxruntime-cpu",
            "--operators=pruning",
            "--budget=macs=50%",
            "--set=search.batch=16",
            "--out=" + folder.resolve("nothing"),
            "--json",
            "--quiet");
    assertThat(problems(result, 3)).contains("model").anyMatch(p -> p.startsWith("pruning/"));
    assertThat(folder.resolve("nothing/model.onnx")).doesNotExist();
  }

  /** Its only channels are the classes. */
  private static Graph oneConvolution() {
    long classes = 10;
    float[] weights = new float[Math.toIntExact(classes * 3)];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i;
    }
    return Graph.builder("plain")
        .opset("", 17)
        .input(sized("x", 1, 3, 32, 32))
        .initializer("w", Tensor.ofFloats(Shape.of(classes, 3, 1, 1), weights))
        .node(new Node("mix", "", "Conv", List.of("x", "w"), List.of("mixed"), Map.of()))
        .node(new Node("pool", "", "GlobalAveragePool", List.of("mixed"), List.of("p"), Map.of()))
        .node(new Node("flat", "", "Flatten", List.of("p"), List.of("y"), Map.of()))
        .output(sized("y", 1, classes))
        .build();
  }

  private static ValueInfo sized(String name, long... sizes) {
    List<Dimension> dimensions = new ArrayList<>();
    for (long size : sizes) {
      dimensions.add(new Dimension.Fixed(size));
    }
    return new ValueInfo(name, DataType.FLOAT, Optional.of(dimensions));
  }

  @Test
  void anInterruptedRunSaysHowToContinue() throws IOException, InterruptedException {
    Path run = folder.resolve("interrupted");
    Path err = folder.resolve("interrupted.err");
    Process process =
        pluto
            .builder(
                "compress",
                small.model().toString(),
                "--task=classification",
                "--data=" + small.images(),
                "--hardware=onnxruntime-cpu",
                "--operators=quantization",
                "--budget=storage=60%",
                "--epochs=40",
                "--set=search.batch=16",
                "--out=" + run)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    while (process.isAlive() && !Files.readString(err).contains("search ...")) {
      Thread.sleep(100);
    }
    process.destroy(); // the signal TERM; INT is ignored where the tests run in the background
    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(Files.readString(err)).contains("pluto resume " + run);
  }
}
