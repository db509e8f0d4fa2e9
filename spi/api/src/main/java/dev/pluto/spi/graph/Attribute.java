package dev.pluto.spi.graph;

import dev.pluto.spi.Api;
import java.nio.ByteBuffer;
import java.util.List;

/** An attribute of a node. */
@Api(status = Api.Status.STABLE, since = "0.1")
public sealed interface Attribute {
  /** An integer. */
  record IntValue(long value) implements Attribute {}

  /** A float. */
  record FloatValue(float value) implements Attribute {}

  /** A text. */
  record Text(String value) implements Attribute {}

  /** A tensor. */
  record TensorValue(Tensor value) implements Attribute {}

  /** A list of integers. */
  record Ints(List<Long> values) implements Attribute {
    /** Copies the list. */
    public Ints {
      values = List.copyOf(values);
    }
  }

  /** A list of floats. */
  record Floats(List<Float> values) implements Attribute {
    /** Copies the list. */
    public Floats {
      values = List.copyOf(values);
    }
  }

  /** A list of texts. */
  record Texts(List<String> values) implements Attribute {
    /** Copies the list. */
    public Texts {
      values = List.copyOf(values);
    }
  }

  /**
   * An attribute that Pluto carries without looking into it (a subgraph, a type, a sparse tensor).
   *
   * @param attributeProto the bytes of its {@code AttributeProto}
   * @param captures names of the values outside that a subgraph in it reads
   */
  record Opaque(ByteBuffer attributeProto, List<String> captures) implements Attribute {
    /** Copies the list. */
    public Opaque {
      captures = List.copyOf(captures);
    }

    /** Equal for equal bytes: {@link ByteBuffer} itself shows no more than how many there are. */
    @Override
    public String toString() {
      return "%d bytes %08x".formatted(attributeProto.remaining(), attributeProto.hashCode());
    }
  }

  /** A graph that the node stands for; only {@link OpaquePart} has it, and no file. */
  record Body(Graph graph) implements Attribute {}
}
