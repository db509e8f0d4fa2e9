package dev.pluto.cli.command;

import picocli.CommandLine.Option;

/** Options of every command. */
final class OutputOptions {
  @Option(names = "--json", description = "Write the result as JSON to standard output.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show the engine's log.")
  private boolean verbose;

  boolean json() {
    return json;
  }

  boolean quiet() {
    return quiet;
  }

  boolean verbose() {
    return verbose;
  }
}
