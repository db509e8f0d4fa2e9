package dev.pluto.engine.run;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files whole or not at all: to a temporary file that is forced to disk, then renamed. */
public final class WholeFile {
  /** How the names of files end that are not complete yet. */
  static final String UNFINISHED = ".tmp";

  private WholeFile() {}

  /**
   * Writes a file.
   *
   * @throws ProblemException (USAGE) if the disk is full or the folder may not be written; what was
   *     there before is still there then
   */
  public static void write(Path target, byte[] content) {
    Path temporary = target.resolveSibling("." + target.getFileName() + UNFINISHED);
    try {
      force(temporary, content);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw failed(target, "can't be written", e);
    }
  }

  private static void force(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  static ProblemException failed(Path path, String what, IOException cause) {
    ProblemException problem =
        new ProblemException(
            ProblemException.Kind.USAGE,
            new Problem(
                path.toString(),
                what + ": " + reason(cause),
                "a folder with free space that may be written and that no other run uses"));
    problem.initCause(cause);
    return problem;
  }

  /** In words; several exceptions carry the path alone. */
  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return cause instanceof FileSystemException
        ? cause.getClass().getSimpleName() + " " + cause.getMessage()
        : String.valueOf(cause.getMessage());
  }
}
