package dev.pluto.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import dev.pluto.engine.onnx.SharedModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Coverage-guided fuzzing of what reads files that others made. Jazzer runs in a process of its
 * own, whose heap is limited; an exception that is no {@code ProblemException}, an input that takes
 * ten seconds and a heap that does not suffice are findings, which the failure shows.
 */
class FuzzTest {
  /** Seconds per kind of change, in every build. */
  private static final int SHORT = Integer.getInteger("pluto.fuzz.shortSeconds", 8);

  /** Seconds per kind of change in the profile for benchmarks. */
  private static final int LONG = Integer.getInteger("pluto.fuzz.seconds", 600);

  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs? in (\\d+) second");

  /** Beyond this a file is no small model. */
  private static final long SMALL = 20_000;

  @TempDir Path folder = Path.of("");

  @Test
  void bytes(TestReporter reporter) throws Exception {
    fuzz(BytesFuzzer.class, SHORT, reporter);
  }

  @Test
  void structure(TestReporter reporter) throws Exception {
    fuzz(StructureFuzzer.class, SHORT, reporter);
  }

  @Test
  @Tag("benchmark")
  void bytesForLong(TestReporter reporter) throws Exception {
    fuzz(BytesFuzzer.class, LONG, reporter);
  }

  @Test
  @Tag("benchmark")
  void structureForLong(TestReporter reporter) throws Exception {
    fuzz(StructureFuzzer.class, LONG, reporter);
  }

  private void fuzz(Class<?> target, int seconds, TestReporter reporter)
      throws IOException, InterruptedException {
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    if (target.equals(BytesFuzzer.class)) {
      writeModels(corpus);
    }
    Path log = folder.resolve("jazzer.log");
    Process process =
        new ProcessBuilder(command(target, seconds, corpus))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(seconds + 120L, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(log);
    assertThat(ended).as("ends, after %s", text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    Matcher done = DONE.matcher(text);
    assertThat(done.find()).as(text).isTrue();
    reporter.publishEntry(
        target.getSimpleName(), done.group(1) + " models in " + done.group(2) + " s");
    assertThat(Integer.parseInt(done.group(1))).isGreaterThan(100);
  }

  private static List<String> command(Class<?> target, int seconds, Path corpus) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        Jazzer.class.getName(),
        "--target_class=" + target.getName(),
        "--instrumentation_includes=dev.pluto.engine.**:dev.pluto.spi.**",
        "--custom_hook_includes=none",
        "--trace=cov",
        "-max_total_time=" + seconds,
        "-len_control=0",
        "-timeout=10",
        "-max_len=" + SMALL,
        "-seed=1",
        "-print_final_stats=1",
        corpus.toString());
  }

  /** Models that the tests make, and where the shared folder lies there, small ones of others. */
  private static void writeModels(Path corpus) throws IOException {
    for (int i = 0; i < SeedModels.COUNT; i++) {
      Files.write(corpus.resolve("seed-" + i), SeedModels.bytes(i));
    }
    List<Path> shared = new ArrayList<>();
    if (SharedModels.isThere()) {
      for (String part : List.of("onnx-conformance", "models")) {
        try (Stream<Path> files = Files.walk(SharedModels.folder(part))) {
          files
              .filter(f -> f.toString().endsWith(".onnx"))
              .filter(FuzzTest::isSmall)
              .sorted()
              .forEach(shared::add);
        }
      }
    }
    for (int i = 0; i < shared.size(); i++) {
      Files.copy(shared.get(i), corpus.resolve("shared-" + i));
    }
  }

  private static boolean isSmall(Path file) {
    try {
      return Files.size(file) <= SMALL;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
