package dev.pluto.engine.operator.shape;

import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;

/** The square blocks that DepthToSpace and SpaceToDepth move between channels and positions. */
final class Blocks {
  private Blocks() {}

  /** The side of a block; checks that the input is a two-dimensional feature map. */
  static int size(Node node, Shape input) {
    long size = node.intAttribute("blocksize", 0);
    if (input.rank() != 4 || size < 1) {
      throw new IllegalArgumentException("blocks of %d on %s".formatted(size, input));
    }
    return Math.toIntExact(size);
  }
}
