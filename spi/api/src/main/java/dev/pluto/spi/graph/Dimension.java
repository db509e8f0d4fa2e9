package dev.pluto.spi.graph;

import dev.pluto.spi.Api;

/** One size in the declared shape of a graph input or output. */
@Api(status = Api.Status.STABLE, since = "0.1")
public sealed interface Dimension {
  /** A fixed size. */
  record Fixed(long size) implements Dimension {
    /** Refuses negative sizes. */
    public Fixed {
      if (size < 0) {
        throw new IllegalArgumentException("negative size " + size);
      }
    }
  }

  /** A size that the caller of the model chooses; an empty name stands for an anonymous one. */
  record Symbol(String name) implements Dimension {}
}
