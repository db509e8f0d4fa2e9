package dev.pluto.plugins.samples.numpy;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An array of numbers on disk or in memory, which parts can be read of; row by row. */
public final class NumpyArray {
  /** Reads bytes of the elements, from a position on. */
  interface Elements {
    void read(long position, ByteBuffer into) throws IOException;
  }

  private final String place;
  private final ElementType type;
  private final Shape shape;
  private final Elements elements;

  NumpyArray(String place, ElementType type, Shape shape, Elements elements) {
    this.place = place;
    this.type = type;
    this.shape = shape;
    this.elements = elements;
  }

  /** The elements of a file, from a byte on. */
  static Elements onDisk(Path file, long start) {
    return (position, into) -> {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        while (into.hasRemaining()) {
          if (channel.read(into, start + position + into.position()) < 0) {
            throw new EOFException("it has become shorter");
          }
        }
      }
    };
  }

  /** Elements that lie in memory. */
  static Elements inMemory(byte[] bytes) {
    return (position, into) -> into.put(bytes, (int) position, into.remaining());
  }

  /** Where the array comes from, for messages. */
  public String place() {
    return place;
  }

  /** Sizes of all axes. */
  public Shape shape() {
    return shape;
  }

  /** What kind of numbers it holds, such as "float32". */
  public String elementType() {
    return type.toString();
  }

  /**
   * Whether every number of this kind can be given as a tensor of a type, by kind and not value.
   */
  public boolean convertsTo(DataType wanted) {
    return Conversion.isPossible(type, wanted);
  }

  /**
   * A part of the array as a tensor.
   *
   * @param index which part, counted in parts of this shape
   * @throws ProblemException if a number is not finite or does not fit the type, or the file can no
   *     longer be read
   */
  public Tensor part(long index, Shape part, DataType wanted) {
    int bytes = Math.toIntExact(Math.multiplyExact(part.elements(), (long) type.size()));
    ByteBuffer data = ByteBuffer.allocate(bytes);
    try {
      elements.read(index * bytes, data);
    } catch (IOException e) {
      throw problem(place, "it cannot be read: " + e.getMessage());
    }
    return new Conversion(type, wanted, place + ", sample " + index)
        .convert(data.flip().order(type.order()), part);
  }

  static ProblemException problem(String place, String what) {
    return new ProblemException(ProblemException.Kind.USAGE, new Problem(place, what));
  }
}
