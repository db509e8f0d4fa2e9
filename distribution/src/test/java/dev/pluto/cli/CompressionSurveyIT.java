package dev.pluto.cli;

import static dev.pluto.cli.InstallationIT.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compresses every model of the shared folder on random samples, with the assembled command, and
 * prints what became of it.
 */
@Tag("benchmark")
class CompressionSurveyIT {
  private static final Path SHARED = Path.of(System.getProperty("pluto.shared", "../shared"));
  private static final int SAMPLES = Integer.getInteger("pluto.benchmark.samples", 32);
  private static final int EPOCHS = Integer.getInteger("pluto.benchmark.epochs", 4);
  private static final Duration LIMIT =
      Duration.ofMinutes(Integer.getInteger("pluto.benchmark.minutes", 20));

  /** Success, a model that cannot be taken or learned from, budgets that cannot be met. */
  private static final List<Integer> SAID_IN_WORDS = List.of(0, 2, 3, 4);

  @TempDir private Path folder = Path.of("");
  private final PlutoProcess pluto = PlutoProcess.assembled();

  @Test
  void modelsAreCompressedOrRefusedInWords() throws IOException {
    List<Path> models = new ArrayList<>();
    for (String part : List.of("models", "baselines")) {
      Path files = SHARED.resolve(part);
      assumeTrue(Files.isDirectory(files), files + " does not exist");
      try (Stream<Path> list = Files.list(files)) {
        list.filter(f -> f.toString().endsWith(".onnx")).sorted().forEach(models::add);
      }
    }
    List<String> broken = new ArrayList<>();
    for (Path model : models) {
      PlutoProcess.Result inspection = pluto.run("inspect", model.toString(), "--json");
      if (inspection.exitCode() != 0) {
        print(model, inspection.exitCode(), 0, inspection.err());
        continue;
      }
      long start = System.nanoTime();
      PlutoProcess.Result result = compress(model, json(inspection.out()).get("inputs"));
      double seconds = (System.nanoTime() - start) / 1e9;
      print(
          model,
          result.exitCode(),
          seconds,
          result.exitCode() == 0 ? outcome(json(result.out()).get("report")) : result.err());
      if (!SAID_IN_WORDS.contains(result.exitCode())) {
        broken.add(model + ": " + result.err());
      }
    }
    assertThat(broken).isEmpty();
  }

  private PlutoProcess.Result compress(Path model, JsonNode inputs) throws IOException {
    String name = model.getFileName().toString().replace(".onnx", "");
    Path samples = write(name, inputs);
    return pluto.run(
        LIMIT,
        "compress",
        model.toString(),
        "--task=unlabelled",
        "--data=" + samples,
        "--hardware=onnxruntime-cpu",
        "--budget=macs=70%",
        "--budget=storage=30%",
        "--epochs=" + EPOCHS,
        "--set=search.batch=4",
        "--out=" + folder.resolve(name),
        "--json",
        "--quiet");
  }

  private static String outcome(JsonNode report) {
    String budgets =
        StreamSupport.stream(report.get("budgets").spliterator(), false)
            .map(
                b ->
                    String.format(
                        Locale.ROOT,
                        "%s %.0f %% of the budget",
                        b.get("metric").asText(),
                        100 * b.get("value").asDouble() / b.get("budget").asDouble()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%s; cosine similarity %.4f",
        budgets,
        report.get("compressed").get("quality").asDouble());
  }

  private static void print(Path model, int exitCode, double seconds, String text) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.0f s | %s |%n",
        model.getFileName(),
        exitCode,
        seconds,
        text.strip().replace("\n", "; "));
  }

  /** Random samples: one array for a model with one input, else an archive with one per input. */
  private Path write(String name, JsonNode inputs) throws IOException {
    if (inputs.size() == 1) {
      return Files.write(folder.resolve(name + ".npy"), array(inputs.get(0)));
    }
    Path archive = folder.resolve(name + ".npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (JsonNode input : inputs) {
        zip.putNextEntry(new ZipEntry(input.get("name").asText() + ".npy"));
        zip.write(array(input));
      }
    }
    return archive;
  }

  /** An array in the format of NumPy, samples along the first axis. */
  private static byte[] array(JsonNode input) {
    List<Long> sizes = new ArrayList<>();
    input.get("concreteShape").forEach(size -> sizes.add(size.asLong()));
    boolean batched = !sizes.isEmpty() && sizes.get(0) == 1;
    List<Long> sample = batched ? sizes.subList(1, sizes.size()) : sizes;
    String shape =
        SAMPLES + "," + sample.stream().map(String::valueOf).collect(Collectors.joining(","));
    String type = input.get("type").asText();
    String code = type.equals("FLOAT") ? "<f4" : type.equals("UINT8") ? "|u1" : "<i8";
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(code, shape);
    String padded = header + " ".repeat(63 - (header.length() + 10) % 64) + "\n";
    int elements =
        Math.toIntExact(
            SAMPLES * sample.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b));
    int width = code.charAt(2) - '0';
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + padded.length() + width * elements).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1);
    bytes.put((byte) 0).putShort((short) padded.length());
    bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
    Random random = new Random(1);
    for (int i = 0; i < elements; i++) {
      switch (code) {
        case "<f4" -> bytes.putFloat(random.nextFloat());
        case "|u1" -> bytes.put((byte) random.nextInt(100));
        // The only integers that the models take are sampling rates.
        default -> bytes.putLong(16_000);
      }
    }
    return bytes.array();
  }
}
