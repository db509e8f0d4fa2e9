package dev.pluto.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private final Path temporary;

  RunDirectoryTest(@TempDir Path temporary) {
    this.temporary = temporary;
  }

  @Test
  void aFileThatIsWrittenIsThereAndNothingElse() throws IOException {
    try (RunDirectory run = create("run")) {
      run.write("report.txt", "first");
      run.write("report.txt", "second");
      assertThat(run.file("report.txt")).hasContent("second");
      assertThat(files(run.folder())).containsExactly(".lock", "report.txt");
    }
  }

  @Test
  void aFileThatCannotBeWrittenLeavesNothingBehind() throws IOException {
    try (RunDirectory run = create("run")) {
      Files.createDirectories(run.file("model.onnx").resolve("in the way"));
      ProblemException problem = failure(() -> run.write("model.onnx", new byte[100]));
      assertThat(problem.kind()).isEqualTo(ProblemException.Kind.USAGE);
      assertThat(problem).hasMessageContaining(run.file("model.onnx") + ": can't be written");
      assertThat(run.file("model.onnx").resolve("in the way")).isDirectory();
      assertThat(files(run.folder())).containsExactly(".lock");
    }
  }

  @Test
  void aFileThatCannotBeBegunKeepsTheOldOne() throws IOException {
    try (RunDirectory run = create("run")) {
      run.write("report.txt", "old");
      Files.createDirectory(run.file(".report.txt.tmp"));
      Files.createDirectory(run.file(".report.txt.tmp").resolve("in the way"));
      assertThatThrownBy(() -> run.write("report.txt", "new")).isInstanceOf(ProblemException.class);
      assertThat(run.file("report.txt")).hasContent("old");
    }
  }

  @Test
  void whatAKilledRunHadHalfWrittenGoesWhenItIsOpenedAgain() throws IOException {
    try (RunDirectory run = create("run")) {
      run.write("recipe.yaml", "steps: 10");
      Files.writeString(run.file(".report.json.tmp"), "{");
      Files.writeString(run.file("checkpoints/.search.json.tmp"), "{");
    }
    try (RunDirectory run = RunDirectory.reopen(temporary.resolve("run"))) {
      assertThat(files(run.folder())).containsExactly(".lock", "recipe.yaml");
      assertThat(files(run.file("checkpoints"))).isEmpty();
    }
  }

  @Test
  void jsonIsReadAsItWasWrittenAndDamageIsNamed() throws IOException {
    try (RunDirectory run = create("run")) {
      assertThat(run.readJson("state.json", Map.class)).isEmpty();
      run.writeJson("state.json", Map.of("step", 7));
      assertThat(run.readJson("state.json", Map.class)).contains(Map.of("step", 7));
      Files.writeString(run.file("state.json"), "{\"step\"");
      assertThat(failure(() -> run.readJson("state.json", Map.class)))
          .hasMessageContaining("state.json: is damaged");
    }
  }

  @Test
  void eventsAreLinesInTheirOrder() throws IOException {
    try (RunDirectory run = create("run")) {
      run.event(Map.of("step", 1));
      run.event(Map.of("step", 2));
      assertThat(Files.readAllLines(run.file("events.jsonl")))
          .containsExactly("{\"step\":1}", "{\"step\":2}");
    }
  }

  @Test
  void aFreshRunNeedsAnEmptyFolder() {
    try (RunDirectory run = create("run")) {
      run.write("recipe.yaml", "");
    }
    ProblemException problem = failure(() -> create("run"));
    assertThat(problem.kind()).isEqualTo(ProblemException.Kind.USAGE);
    assertThat(problem).hasMessageContaining("run: can't be made: it exists and is not empty");
  }

  @Test
  void aFreshRunNeedsAFolder() throws IOException {
    Files.writeString(temporary.resolve("file"), "");
    assertThat(failure(() -> create("file"))).hasMessageContaining("can't be made: it is a file");
    assertThat(failure(() -> create("file/run")))
        .hasMessageContaining("can't be made")
        .hasMessageNotContaining("null");
  }

  @Test
  void onlyARunDirectoryIsReopened() throws IOException {
    Path other = Files.createDirectory(temporary.resolve("photos"));
    ProblemException problem = failure(() -> RunDirectory.reopen(other));
    assertThat(problem.kind()).isEqualTo(ProblemException.Kind.USAGE);
    assertThat(problem).hasMessageContaining("photos: is no run directory");
    assertThat(files(other)).as("left as it was").isEmpty();
  }

  @Test
  void twoRunsOfOneProcessDoNotShareAFolder() {
    try (RunDirectory run = create("run")) {
      run.write("recipe.yaml", "");
      assertThat(failure(() -> RunDirectory.reopen(run.folder())))
          .hasMessageContaining("another run of this process uses it");
    }
    RunDirectory.reopen(temporary.resolve("run")).close();
  }

  @Test
  void twoProcessesDoNotShareAFolderEither() throws Exception {
    try (RunDirectory run = create("run")) {
      run.write("recipe.yaml", "");
      assertThat(anotherProcessMayRun()).isFalse();
      failure(() -> RunDirectory.reopen(run.folder()));
      assertThat(anotherProcessMayRun()).as("after a second try of this process").isFalse();
    }
    assertThat(anotherProcessMayRun()).as("once the run is over").isTrue();
  }

  private boolean anotherProcessMayRun() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockProbe.class.getName(),
                temporary.resolve("run").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0;
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFolderThatMayNotBeWrittenIsSaidInWords() throws IOException {
    Path locked = Files.createDirectory(temporary.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(locked), "the superuser may write everywhere");
    assertThat(failure(() -> create("locked/run")))
        .hasMessageContaining("locked/run: can't be made: permission denied")
        .hasMessageContaining("allowed: a folder with free space that may be written");
  }

  private RunDirectory create(String name) {
    return RunDirectory.create(Optional.of(temporary.resolve(name)), "unused");
  }

  private static ProblemException failure(ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call);
  }

  /** Names of the files in a folder, without its folders. */
  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }
}
