package dev.pluto.spi;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Reports what is wrong with the user's input, all of it at once. Anything else that a plugin
 * throws is taken for a defect of the plugin.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Which part of the input is wrong; decides the exit code of the command line. */
  public enum Kind {
    /** The command, the recipe or the data that it names (exit code 2). */
    USAGE,
    /** The model cannot be taken, or nothing in it can be compressed (exit code 3). */
    MODEL,
    /** A budget is below what is reachable (exit code 4). */
    BUDGET,
    /** The result does not hold what was promised (exit code 5). */
    VERIFICATION
  }

  private final Kind kind;
  private final transient List<Problem> problems;

  /** Reports {@code problems}, of which there must be at least one. */
  public ProblemException(Kind kind, List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a ProblemException needs a problem");
    }
    this.kind = kind;
    this.problems = List.copyOf(problems);
  }

  /** Reports one problem. */
  public ProblemException(Kind kind, Problem problem) {
    this(kind, List.of(problem));
  }

  /** Which part of the input is wrong. */
  public Kind kind() {
    return kind;
  }

  /** All problems found, at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
