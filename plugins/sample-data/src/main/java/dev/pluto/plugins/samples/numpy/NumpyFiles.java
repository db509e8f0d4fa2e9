package dev.pluto.plugins.samples.numpy;

import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Shape;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Opens files. Arrays of NPY files stay on disk; those of archives and those whose first axis is
 * the fastest go to memory, up to half of the heap in all.
 */
public final class NumpyFiles {
  private static final String ENDING = ".npy";

  private final AtomicLong bytesLeft = new AtomicLong(Runtime.getRuntime().maxMemory() / 2);

  /**
   * Opens an NPY file.
   *
   * @throws ProblemException if it is damaged, or holds anything but numbers
   */
  public NumpyArray npy(Path file) {
    String place = file.toString();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      NpyHeader header = NpyHeader.read(in);
      long present = Files.size(file) - header.start();
      if (present != header.bytes()) {
        throw new IOException(
            "its header promises %d bytes of elements, it has %d"
                .formatted(header.bytes(), present));
      }
      return header.fortran() && header.shape().rank() > 1
          ? new NumpyArray(
              place, header.type(), header.shape(), NumpyArray.inMemory(inMemory(in, header)))
          : new NumpyArray(
              place, header.type(), header.shape(), NumpyArray.onDisk(file, header.start()));
    } catch (IOException e) {
      throw NumpyArray.problem(place, "it cannot be read as NPY: " + e.getMessage());
    }
  }

  /**
   * Opens arrays of an NPZ archive.
   *
   * @param wanted names of arrays
   * @return those that there are, by name
   * @throws ProblemException if the archive is damaged, or one of the arrays
   */
  public Map<String, NumpyArray> npz(Path file, List<String> wanted) {
    Map<String, NumpyArray> arrays = new LinkedHashMap<>();
    try (ZipFile archive = new ZipFile(file.toFile())) {
      for (String name : wanted) {
        ZipEntry entry = archive.getEntry(name + ENDING);
        if (entry != null) {
          arrays.put(name, read(archive, entry, "%s, array '%s'".formatted(file, name)));
        }
      }
      return arrays;
    } catch (IOException e) {
      throw NumpyArray.problem(file.toString(), "it cannot be read as NPZ: " + e.getMessage());
    }
  }

  /** Names of all arrays in an NPZ archive. */
  public List<String> names(Path file) {
    try (ZipFile archive = new ZipFile(file.toFile())) {
      return archive.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .toList();
    } catch (IOException e) {
      throw NumpyArray.problem(file.toString(), "it cannot be read as NPZ: " + e.getMessage());
    }
  }

  private NumpyArray read(ZipFile archive, ZipEntry entry, String place) {
    try (CheckedInputStream in =
        new CheckedInputStream(
            new BufferedInputStream(archive.getInputStream(entry)), new CRC32())) {
      NpyHeader header = NpyHeader.read(in);
      byte[] elements = inMemory(in, header);
      if (in.read() >= 0) {
        throw new IOException("it goes on behind the elements that its header promises");
      }
      if (in.getChecksum().getValue() != entry.getCrc()) {
        throw new IOException("its checksum is wrong");
      }
      return new NumpyArray(place, header.type(), header.shape(), NumpyArray.inMemory(elements));
    } catch (IOException e) {
      throw NumpyArray.problem(place, "it cannot be read as NPY: " + e.getMessage());
    }
  }

  /** The elements with the last axis as the fastest. What is not there is not allocated. */
  private byte[] inMemory(InputStream in, NpyHeader header) throws IOException {
    if (header.bytes() > Integer.MAX_VALUE - 8 || bytesLeft.addAndGet(-header.bytes()) < 0) {
      throw new IOException(
          "%d bytes do not fit into half of the memory (PLUTO_JAVA_OPTIONS=-Xmx); an NPY file in C"
                  .formatted(header.bytes())
              + " order stays on disk");
    }
    byte[] elements = in.readNBytes((int) header.bytes());
    if (elements.length < header.bytes()) {
      throw new EOFException(
          "its header promises %d bytes of elements, it has %d"
              .formatted(header.bytes(), elements.length));
    }
    return header.fortran() ? lastAxisFastest(elements, header) : elements;
  }

  private static byte[] lastAxisFastest(byte[] elements, NpyHeader header) {
    Shape shape = header.shape();
    int size = header.type().size();
    byte[] out = new byte[elements.length];
    long[] index = new long[shape.rank()];
    for (int to = 0; to < elements.length; to += size) {
      long from = 0;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        from = from * shape.size(axis) + index[axis];
      }
      System.arraycopy(elements, (int) from * size, out, to, size);
      advance(index, shape);
    }
    return out;
  }

  /** The next index, the last axis fastest. */
  private static void advance(long[] index, Shape shape) {
    int axis = shape.rank() - 1;
    index[axis]++;
    while (axis > 0 && index[axis] == shape.size(axis)) {
      index[axis] = 0;
      axis--;
      index[axis]++;
    }
  }
}
