package dev.pluto.engine.host;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Unpacks plugin archives into folders named by the archive's SHA-256, so that the archive's own
 * folder may be read-only, an unchanged archive is unpacked once, and a changed one anew.
 *
 * @param folder the cache
 * @param mostBytes most bytes that an archive may unpack to
 */
record ArchiveCache(Path folder, long mostBytes) {
  private static final int MOST_ENTRIES = 20_000;

  /** A cache with the usual limit of 1 GiB per plugin. */
  ArchiveCache(Path folder) {
    this(folder, 1L << 30);
  }

  /**
   * The folder with the archive's content.
   *
   * @throws IOException if the archive is broken or not to be trusted; the message says why
   * @throws ProblemException (usage) if the cache itself can't be written
   */
  Path unpack(Path archive) throws IOException {
    Path target = folder.resolve(sha256(archive));
    if (Files.isDirectory(target)) {
      return target;
    }
    Path temporary = temporaryFolder();
    try {
      extract(archive, temporary);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(target)) { // else another process was faster
        throw e;
      }
    } finally {
      delete(temporary);
    }
    return target;
  }

  private Path temporaryFolder() {
    try {
      Files.createDirectories(folder);
      return Files.createTempDirectory(folder, "unpacking-");
    } catch (IOException e) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(folder.toString(), "the plugin cache can't be written: " + e.getMessage()));
    }
  }

  private void extract(Path archive, Path target) throws IOException {
    long left = mostBytes;
    int entries = 0;
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("entry '" + entry.getName() + "' leads out of the archive");
        }
        if (++entries > MOST_ENTRIES) {
          throw new IOException("has more than " + MOST_ENTRIES + " entries");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.resolveSibling(""));
          left -= copy(zip, file, left);
        }
      }
    }
    if (entries == 0) {
      throw new IOException("is no zip archive");
    }
  }

  private long copy(InputStream from, Path file, long most) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    try (OutputStream to = Files.newOutputStream(file)) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        total += n;
        if (total > most) {
          throw new IOException("unpacks to more than " + mostBytes + " bytes");
        }
        to.write(buffer, 0, n);
      }
    }
    return total;
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(folder)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.delete(file);
    }
  }
}
