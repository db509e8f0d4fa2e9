package dev.pluto.plugins.samples.numpy;

import dev.pluto.spi.graph.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the elements of an array (NumPy Enhancement Proposal 1, versions 1 to 3 of the
 * format).
 *
 * @param fortran whether the first axis is the fastest
 * @param start byte at which the elements begin
 * @param bytes bytes that the elements take
 */
record NpyHeader(ElementType type, boolean fortran, Shape shape, long start, long bytes) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST = 1 << 16;
  private static final int MOST_AXES = 16;
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*('([^']*)'|\\[)");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L,\\s]*)\\)");
  private static final Pattern SIZE = Pattern.compile("\\d{1,18}");

  /**
   * Reads a header.
   *
   * @throws IOException saying what is wrong with it
   */
  static NpyHeader read(InputStream in) throws IOException {
    byte[] prefix = exactly(in, MAGIC.length + 2);
    if (!Arrays.equals(MAGIC, Arrays.copyOf(prefix, MAGIC.length))) {
      throw new IOException("it does not begin as NPY files do");
    }
    int version = prefix[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new IOException("version %d of the format is unknown".formatted(version));
    }
    byte[] length = exactly(in, version == 1 ? 2 : 4);
    long characters = 0;
    for (int i = length.length - 1; i >= 0; i--) {
      characters = characters << 8 | (length[i] & 0xFF);
    }
    if (characters > LONGEST) {
      throw new IOException(
          "its header has %d bytes, of %d at most".formatted(characters, LONGEST));
    }
    String text = new String(exactly(in, (int) characters), StandardCharsets.ISO_8859_1);
    return of(text, prefix.length + length.length + characters);
  }

  private static NpyHeader of(String text, long start) throws IOException {
    ElementType type = type(find(TYPE, text, "type"));
    boolean fortran = find(ORDER, text, "order of axes").group(1).equals("True");
    Shape shape = shape(find(SHAPE, text, "shape").group(1));
    try {
      long bytes = Math.multiplyExact(shape.elements(), (long) type.size());
      return new NpyHeader(type, fortran, shape, start, bytes);
    } catch (ArithmeticException e) {
      throw new IOException("no array can have its shape " + shape, e);
    }
  }

  private static Matcher find(Pattern pattern, String text, String what) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("its header tells no " + what);
    }
    return matcher;
  }

  private static ElementType type(Matcher written) throws IOException {
    String name = written.group(2);
    if (name == null) {
      throw new IOException("its elements are records, not numbers");
    }
    if (name.contains("O")) {
      throw new IOException("its elements are pickled Python objects, which are never read");
    }
    return ElementType.of(name)
        .orElseThrow(() -> new IOException("elements of type '" + name + "' are not read"));
  }

  private static Shape shape(String written) throws IOException {
    String[] parts = written.isBlank() ? new String[0] : written.strip().split(",");
    if (parts.length > MOST_AXES) {
      throw new IOException("it has %d axes, of %d at most".formatted(parts.length, MOST_AXES));
    }
    long[] sizes = new long[parts.length];
    for (int i = 0; i < sizes.length; i++) {
      // Python 2 wrote whole numbers with an L.
      String size = parts[i].strip().replaceFirst("L$", "");
      if (!SIZE.matcher(size).matches()) {
        throw new IOException("its header tells no shape");
      }
      sizes[i] = Long.parseLong(size);
    }
    return Shape.of(sizes);
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] read = in.readNBytes(count);
    if (read.length < count) {
      throw new EOFException("it ends before its header does");
    }
    return read;
  }
}
