package dev.pluto.cli.failure;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The file that takes the stack trace of an internal error.
 *
 * @param folders tried in order
 * @param command what was run
 * @param version version of the program
 */
public record CrashFile(List<Path> folders, List<String> command, String version) {
  /** Copies the lists. */
  public CrashFile {
    folders = List.copyOf(folders);
    command = List.copyOf(command);
  }

  /** Writes a new file; empty if none of the folders takes one, which is then printed instead. */
  Optional<Path> write(Throwable thrown) {
    String text = text(thrown);
    for (Path folder : folders) {
      try {
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "error-", ".txt");
        Files.writeString(file, text);
        return Optional.of(file);
      } catch (IOException e) {
        thrown.addSuppressed(e);
      }
    }
    System.err.print(text);
    return Optional.empty();
  }

  private String text(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return """
        Pluto %s, %s
        Java %s on %s %s
        pluto %s

        %s"""
        .formatted(
            version,
            Instant.now(),
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            String.join(" ", command),
            trace);
  }
}
