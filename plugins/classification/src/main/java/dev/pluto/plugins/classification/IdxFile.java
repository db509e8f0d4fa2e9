package dev.pluto.plugins.classification;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * An IDX file of unsigned bytes: two zero bytes, the element type 8, the number of axes, their
 * sizes as big-endian 32-bit integers, the elements.
 *
 * @param sizes size of each axis
 * @param elements in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // whole data sets: no boxed lists, never compared
record IdxFile(List<Integer> sizes, byte[] elements) {
  private static final int UNSIGNED_BYTE = 8;

  /** Reads a file, compressed with gzip or not, that must have {@code axes} axes. */
  static IdxFile read(Path file, int axes) {
    try (DataInputStream in = new DataInputStream(open(file))) {
      int magic = in.readInt();
      int expected = UNSIGNED_BYTE << 8 | axes;
      if (magic != expected) {
        throw problem(file, "the file starts with 0x%08x, not 0x%08x".formatted(magic, expected));
      }
      List<Integer> sizes = new ArrayList<>();
      long elements = 1;
      for (int axis = 0; axis < axes; axis++) {
        int size = in.readInt();
        if (size < 0 || elements * size > Integer.MAX_VALUE - 8) {
          throw problem(file, "sizes " + sizes + ", " + size + " in the header are not possible");
        }
        sizes.add(size);
        elements *= size;
      }
      byte[] bytes = in.readNBytes((int) elements);
      if (bytes.length < elements) {
        throw problem(
            file, "the file ends after %d of %d elements".formatted(bytes.length, elements));
      }
      return new IdxFile(List.copyOf(sizes), bytes);
    } catch (EOFException e) {
      throw problem(file, "the file ends too early");
    } catch (IOException e) {
      throw problem(file, "the file cannot be read: " + e.getMessage());
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    if (!file.toString().endsWith(".gz")) {
      return raw;
    }
    try {
      return new GZIPInputStream(raw, 1 << 16);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static ProblemException problem(Path file, String what) {
    return new ProblemException(
        ProblemException.Kind.USAGE,
        new Problem(file.toString(), what, "IDX files of unsigned bytes"));
  }
}
