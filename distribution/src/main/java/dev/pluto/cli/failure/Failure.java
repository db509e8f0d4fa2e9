package dev.pluto.cli.failure;

import dev.pluto.engine.progress.CancelledException;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A failed command.
 *
 * @param code what the process ends with
 * @param problems what the user should read, at least one
 * @param stackTrace the file with the stack trace of an internal error
 */
public record Failure(ExitCode code, List<Problem> problems, Optional<Path> stackTrace) {
  /** Copies the list. */
  public Failure {
    problems = List.copyOf(problems);
  }

  /** A failure that the user can do something about. */
  public static Failure usage(List<Problem> problems) {
    return new Failure(ExitCode.USAGE, problems, Optional.empty());
  }

  /** What an exception means; writes the stack trace of an internal error to a file. */
  public static Failure of(Throwable thrown, CrashFile crashFile) {
    if (thrown instanceof ProblemException refused) {
      return new Failure(ExitCode.of(refused.kind()), refused.problems(), Optional.empty());
    }
    if (thrown instanceof CancelledException cancelled) {
      Problem problem = new Problem("", String.valueOf(cancelled.getMessage()));
      return new Failure(ExitCode.INTERRUPTED, List.of(problem), Optional.empty());
    }
    Optional<Path> file = crashFile.write(thrown);
    return new Failure(
        ExitCode.INTERNAL, List.of(new Problem("internal error", cause(thrown))), file);
  }

  private static String cause(Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      return "out of memory (" + thrown.getMessage() + "); PLUTO_JAVA_OPTIONS=-Xmx8g gives more";
    }
    return thrown.toString().lines().findFirst().orElseThrow();
  }

  /** The failure as lines for standard error. */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (code == ExitCode.BUDGET) {
      text.append("the budgets cannot be met:\n");
    }
    problems.forEach(problem -> text.append(problem).append('\n'));
    stackTrace.ifPresent(file -> text.append("stack trace: ").append(file).append('\n'));
    return text.toString();
  }

  /** The failure as it is written to JSON. */
  public Json json() {
    return new Json(new Json.Details(code.number(), problems, stackTrace.map(Path::toString)));
  }

  /** The JSON object of a failure. */
  public record Json(Details error) {
    /** Exit code and problems. */
    public record Details(int exitCode, List<Problem> problems, Optional<String> stackTrace) {}
  }
}
