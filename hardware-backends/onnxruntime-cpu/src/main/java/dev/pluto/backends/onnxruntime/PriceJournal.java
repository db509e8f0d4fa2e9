package dev.pluto.backends.onnxruntime;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Times that were measured once, kept in a file so that a later session replays them. */
final class PriceJournal {
  private final Map<String, Double> known = new HashMap<>();
  private final Optional<Path> file;

  /**
   * The journal of a folder.
   *
   * @param fingerprint journals of other machines and versions are left alone
   */
  PriceJournal(Optional<Path> folder, String fingerprint) {
    file = folder.map(f -> f.resolve(CpuTarget.ID + "-" + digest(fingerprint) + ".tsv"));
    file.filter(Files::exists).ifPresent(this::read);
  }

  private void read(Path path) {
    try {
      for (String line : Files.readAllLines(path)) {
        String[] parts = line.split("\t", -1);
        // A line that was cut off by a crash is measured again.
        if (parts.length == 3 && parts[2].equals("ms")) {
          known.put(parts[0], Double.valueOf(parts[1]));
        }
      }
    } catch (IOException | NumberFormatException e) {
      throw failed(path, e);
    }
  }

  /** The time of a kernel, if it was measured. */
  OptionalDouble find(String key) {
    Double time = known.get(digest(key));
    return time == null ? OptionalDouble.empty() : OptionalDouble.of(time);
  }

  /** Notes a time in milliseconds. */
  void note(String key, double milliseconds) {
    known.put(digest(key), milliseconds);
    file.ifPresent(
        path -> {
          try {
            Files.writeString(
                path,
                digest(key) + "\t" + milliseconds + "\tms\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
          } catch (IOException e) {
            throw failed(path, e);
          }
        });
  }

  private static ProblemException failed(Path path, Exception cause) {
    return new ProblemException(
        ProblemException.Kind.USAGE,
        new Problem(path.toString(), "the price journal can't be used: " + cause.getMessage()));
  }

  private static String digest(String text) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
