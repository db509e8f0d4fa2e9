package dev.pluto.cli.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.progress.CancelledException;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
  @TempDir private Path folder = Path.of("");

  private CrashFile crashFile() {
    return new CrashFile(List.of(folder), List.of("inspect", "m.onnx"), "1.2.3");
  }

  @ParameterizedTest
  @CsvSource({"USAGE, 2", "MODEL, 3", "BUDGET, 4", "VERIFICATION, 5"})
  void everyKindOfProblemHasItsExitCode(ProblemException.Kind kind, int code) {
    Failure failure =
        Failure.of(new ProblemException(kind, new Problem("a", "is wrong")), crashFile());
    assertThat(failure.code().number()).isEqualTo(code);
    assertThat(failure.stackTrace()).isEmpty();
  }

  @Test
  void problemsStandOneToALine() {
    Failure failure =
        Failure.usage(
            List.of(new Problem("hardware", "is missing", "an id"), new Problem("b", "c")));
    assertThat(failure.text()).isEqualTo("hardware: is missing (allowed: an id)\nb: c\n");
    assertThat(failure.json().error().exitCode()).isEqualTo(2);
    assertThat(failure.json().error().problems()).hasSize(2);
  }

  @Test
  void aStoppedRunSaysHowToContinue() {
    Failure failure = Failure.of(new CancelledException(Path.of("runs/a-1")), crashFile());
    assertThat(failure.code().number()).isEqualTo(130);
    assertThat(failure.text()).contains("pluto resume runs/a-1");
  }

  @Test
  void anInternalErrorLeavesAFileWithTheStackTrace() throws IOException {
    Failure failure = Failure.of(new IllegalStateException("oops"), crashFile());
    assertThat(failure.code().number()).isEqualTo(1);
    Path file = failure.stackTrace().orElseThrow();
    assertThat(failure.text()).contains("oops").contains(file.toString());
    assertThat(Files.readString(file))
        .contains("Pluto 1.2.3", "pluto inspect m.onnx", "IllegalStateException: oops", "\tat ");
  }

  @Test
  void outOfMemoryIsAnInternalErrorThatNamesTheRemedy() {
    Failure failure = Failure.of(new OutOfMemoryError("Java heap space"), crashFile());
    assertThat(failure.code()).isEqualTo(ExitCode.INTERNAL);
    assertThat(failure.text()).contains("PLUTO_JAVA_OPTIONS");
  }
}
