package dev.pluto.engine.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The folder of one run. Every file in it is written whole or not at all: to a temporary file that
 * is forced to disk and then renamed. One process at a time.
 */
public final class RunDirectory implements AutoCloseable {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT);

  private static final ObjectMapper LINES = new ObjectMapper().registerModule(new Jdk8Module());

  private static final String CHECKPOINTS = "checkpoints";

  /** The folders in which this process runs. */
  private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final Path real;
  private final FileChannel lockFile;

  private RunDirectory(Path folder, Path real, FileChannel lockFile) {
    this.folder = folder;
    this.real = real;
    this.lockFile = lockFile;
  }

  /**
   * Makes a fresh run directory.
   *
   * @param wish the folder to use, which must be new or empty; absent for the next free {@code
   *     runs/NAME-N}
   * @throws ProblemException (USAGE) if it can't be made or is in use
   */
  public static RunDirectory create(Optional<Path> wish, String name) {
    try {
      return open(wish.isPresent() ? fresh(wish.get()) : nextFree(name));
    } catch (IOException e) {
      throw WholeFile.failed(wish.orElse(Path.of("runs")), "can't be made", e);
    }
  }

  /**
   * Opens the directory of an earlier run.
   *
   * @throws ProblemException (USAGE) if it is none, or another process runs in it
   */
  public static RunDirectory reopen(Path folder) {
    if (!Files.isRegularFile(folder.resolve("recipe.yaml"))) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(folder.toString(), "is no run directory", "a folder with a recipe.yaml"));
    }
    try {
      return open(folder);
    } catch (IOException e) {
      throw WholeFile.failed(folder, "can't be opened", e);
    }
  }

  private static Path fresh(Path folder) throws IOException {
    if (Files.exists(folder)) {
      if (!Files.isDirectory(folder)) {
        throw new IOException("it is a file");
      }
      try (var files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new IOException("it exists and is not empty");
        }
      }
    }
    return Files.createDirectories(folder);
  }

  private static Path nextFree(String name) throws IOException {
    Path runs = Files.createDirectories(Path.of("runs"));
    for (int n = 1; ; n++) {
      try {
        return Files.createDirectory(runs.resolve(name + "-" + n));
      } catch (FileAlreadyExistsException e) {
        // Taken, perhaps by a run that starts at this moment.
      }
    }
  }

  private static RunDirectory open(Path folder) throws IOException {
    Path real = folder.toRealPath();
    // The system's lock is of no use here: trying it twice in one process would give it up.
    if (!IN_USE.add(real)) {
      throw new IOException("another run of this process uses it");
    }
    try {
      FileChannel lockFile = lock(folder);
      removeUnfinished(folder);
      Files.createDirectories(folder.resolve(CHECKPOINTS));
      Files.createDirectories(folder.resolve("profile-cache"));
      return new RunDirectory(folder, real, lockFile);
    } catch (IOException e) {
      IN_USE.remove(real);
      throw e;
    }
  }

  /** A channel that holds the lock of the folder until it is closed. */
  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new IOException("another process runs in it");
    }
    return channel;
  }

  /** What a run that was killed had not written to the end. */
  private static void removeUnfinished(Path folder) throws IOException {
    for (Path place : List.of(folder, folder.resolve(CHECKPOINTS))) {
      if (Files.isDirectory(place)) {
        try (DirectoryStream<Path> unfinished =
            Files.newDirectoryStream(place, ".*" + WholeFile.UNFINISHED)) {
          for (Path file : unfinished) {
            Files.delete(file);
          }
        }
      }
    }
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** Where prices that are measured once are kept. */
  public Path profileCache() {
    return folder.resolve("profile-cache");
  }

  /** A file of the run. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** Writes a value as JSON. */
  public void writeJson(String name, Object value) {
    try {
      write(name, JSON.writeValueAsBytes(value));
    } catch (IOException e) {
      throw WholeFile.failed(file(name), "can't be written", e);
    }
  }

  /** Reads JSON that an earlier stage wrote; empty if it did not get so far. */
  public <T> Optional<T> readJson(String name, Class<T> type) {
    Path path = file(name);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(path.toFile(), type));
    } catch (IOException e) {
      throw WholeFile.failed(path, "is damaged", e);
    }
  }

  /** Writes a text. */
  public void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @throws ProblemException (USAGE) if the disk is full or the folder may not be written
   */
  public void write(String name, byte[] content) {
    WholeFile.write(file(name), content);
  }

  /** Appends a line to {@code events.jsonl}. */
  public void event(Map<String, ?> event) {
    try {
      Files.writeString(
          file("events.jsonl"),
          LINES.writeValueAsString(event) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw WholeFile.failed(file("events.jsonl"), "can't be written", e);
    }
  }

  /** Whether some stage has left something from which the run could go on. */
  public boolean hasCheckpoint() {
    try (Stream<Path> files = Files.list(folder.resolve(CHECKPOINTS))) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      throw WholeFile.failed(folder, "can't be read", e);
    }
  }

  /** Leaves the folder and deletes it, for a run that came to nothing. */
  public void discard() {
    close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw WholeFile.failed(folder, "can't be deleted", e);
    }
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw WholeFile.failed(folder, "can't be left", e);
    } finally {
      IN_USE.remove(real);
    }
  }
}
