package dev.pluto.cli.failure;

import dev.pluto.spi.ProblemException;

/** Exit codes of the command line; their meanings never change. */
public enum ExitCode {
  DONE(0),
  INTERNAL(1),
  USAGE(2),
  MODEL(3),
  BUDGET(4),
  VERIFICATION(5),
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** What the process ends with. */
  public int number() {
    return number;
  }

  /** The code of a kind of problem. */
  static ExitCode of(ProblemException.Kind kind) {
    return switch (kind) {
      case USAGE -> USAGE;
      case MODEL -> MODEL;
      case BUDGET -> BUDGET;
      case VERIFICATION -> VERIFICATION;
    };
  }
}
