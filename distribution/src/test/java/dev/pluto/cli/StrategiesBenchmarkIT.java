package dev.pluto.cli;

import static dev.pluto.cli.InstallationIT.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compresses trained networks with every strategy and prints how they compare, with the same data,
 * steps and seeds for all.
 */
@Tag("benchmark")
class StrategiesBenchmarkIT {
  private static final Path SHARED = Path.of(System.getProperty("pluto.shared", "../shared"));
  private static final List<String> STRATEGIES =
      list("pluto.benchmark.strategies", "joint,sequential,uniform,greedy,fixed-penalty");
  private static final List<String> SEEDS = list("pluto.benchmark.seeds", "1,2,3");
  private static final Duration LIMIT = Duration.ofHours(1);

  @TempDir private Path folder = Path.of("");
  private final PlutoProcess pluto = PlutoProcess.assembled();

  private static List<String> list(String property, String usual) {
    return List.of(System.getProperty(property, usual).split(","));
  }

  @ParameterizedTest
  @CsvSource({
    "cifar_resnet8, classification, cifar10, '', 12800, 10, 50%, 20%",
    "cifar_resnet8, classification, cifar10, '', 12800, 10, 25%, 10%",
    "cifar_dscnn, classification, cifar10, '', 12800, 10, 50%, 20%",
    "sr_edsr_tiny_x2, super-resolution, t91, set5_x2, 91, 100, 50%, 20%"
  })
  void strategiesCompare(
      String model,
      String task,
      String data,
      String validation,
      String limit,
      String epochs,
      String macs,
      String storage) {
    Path file = SHARED.resolve("baselines").resolve(model + ".onnx");
    assumeTrue(Files.exists(file), file + " does not exist");
    Map<String, List<Double>> qualities = new LinkedHashMap<>();
    for (String strategy : STRATEGIES) {
      List<Double> ofSeeds = new ArrayList<>();
      for (String seed : SEEDS) {
        List<String> arguments =
            new ArrayList<>(
                List.of(
                    "compress",
                    file.toString(),
                    "--task=" + task,
                    "--data=" + SHARED.resolve("data").resolve(data),
                    "--limit=" + limit,
                    "--epochs=" + epochs,
                    "--hardware=onnxruntime-cpu",
                    "--budget=macs=" + macs,
                    "--budget=storage=" + storage,
                    "--strategy=" + strategy,
                    "--seed=" + seed,
                    "--out=" + folder.resolve(strategy + seed),
                    "--json",
                    "--quiet"));
        if (!validation.isEmpty()) {
          arguments.add("--validate=" + SHARED.resolve("data").resolve(validation));
        }
        PlutoProcess.Result result = pluto.run(LIMIT, arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode report = json(result.out()).get("report");
        assertThat(report.get("budgets"))
            .allSatisfy(b -> assertThat(b.get("met").asBoolean()).isTrue());
        ofSeeds.add(report.get("compressed").get("quality").asDouble());
      }
      qualities.put(strategy, ofSeeds);
      System.out.println(row(model, macs, storage, strategy, qualities));
    }
  }

  /** One line: quality by seed, mean, and the paired difference to the first strategy. */
  private static String row(
      String model,
      String macs,
      String storage,
      String strategy,
      Map<String, List<Double>> qualities) {
    double[] own = array(qualities.getOrDefault(strategy, List.of()));
    double[] first = array(qualities.getOrDefault(STRATEGIES.get(0), List.of()));
    double[] differences =
        IntStream.range(0, own.length).mapToDouble(i -> own[i] - first[i]).toArray();
    return String.format(
        Locale.ROOT,
        "| %s | macs %s, storage %s | %s | %s | %.4f | %+.4f ± %.4f | met |",
        model,
        macs,
        storage,
        strategy,
        Arrays.stream(own)
            .mapToObj(q -> String.format(Locale.ROOT, "%.4f", q))
            .collect(Collectors.joining(", ")),
        mean(own),
        mean(differences),
        standardError(differences));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** Standard error of the mean; NaN for a single value. */
  private static double standardError(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1) / values.length);
  }
}
