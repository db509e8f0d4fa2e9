package dev.pluto.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Starts the launcher of an unpacked archive, as a user does. */
record PlutoProcess(Path home) {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** The unpacked archive of this build. */
  static PlutoProcess assembled() {
    return new PlutoProcess(Path.of(System.getProperty("pluto.home")));
  }

  /**
   * What a process left.
   *
   * @param out standard output
   * @param err standard error
   */
  record Result(int exitCode, String out, String err) {}

  /** Runs a command to its end, which it reaches in a few minutes. */
  Result run(String... arguments) {
    return run(LIMIT, arguments);
  }

  /** Runs a command to its end. */
  Result run(Duration limit, String... arguments) {
    return run(builder(arguments), limit);
  }

  /** Processor time that a command takes, as the shell's {@code times} tells it. */
  double processorSeconds(String argument) {
    ProcessBuilder shell = builder(argument);
    String program = shell.command().get(0);
    shell.command("sh", "-c", "\"$0\" \"$1\" > /dev/null; times", program, argument);
    String ofChildren = run(shell, LIMIT).out().lines().skip(1).findFirst().orElseThrow();
    return Pattern.compile("([0-9]+)m([0-9.]+)s")
        .matcher(ofChildren)
        .results()
        .mapToDouble(t -> 60 * Double.parseDouble(t.group(1)) + Double.parseDouble(t.group(2)))
        .sum();
  }

  /** Runs a process to its end. */
  static Result run(ProcessBuilder builder) {
    return run(builder, LIMIT);
  }

  private static Result run(ProcessBuilder builder, Duration limit) {
    try {
      Path out = Files.createTempFile("pluto", ".out");
      Path err = Files.createTempFile("pluto", ".err");
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end: " + builder.command());
      }
      Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A process that is ready to start, with a cache of the tests' own. */
  ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("pluto").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("PLUTO_PLUGINS");
    builder.environment().remove("PLUTO_CHIPS");
    builder.environment().put("PLUTO_CACHE", cache().toString());
    return builder;
  }

  /** The cache of the tests. */
  static Path cache() {
    return Path.of(System.getProperty("pluto.home")).resolveSibling("test-cache");
  }

  /** A copy of this installation, except for the libraries, which are links. */
  PlutoProcess copyTo(Path folder) throws IOException {
    for (String part : List.of("bin", "plugins", "chips")) {
      Files.createDirectories(folder.resolve(part));
      try (var files = Files.list(home.resolve(part))) {
        for (Path file : files.toList()) {
          Files.copy(file, folder.resolve(part).resolve(file.getFileName()));
        }
      }
    }
    Files.createSymbolicLink(folder.resolve("lib"), home.resolve("lib").toAbsolutePath());
    return new PlutoProcess(folder);
  }
}
