package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import java.util.Optional;

/**
 * Where the output channels of a linear node stand in its weight.
 *
 * @param axis axis of the weight with the channels, or with those of one group
 * @param groups groups of channels; above 1, axis 0 is the input channels of one group after
 *     another
 */
record WeightLayout(int axis, int groups) {
  /** The layout of a Conv, ConvTranspose or Gemm; empty for other nodes. */
  static Optional<WeightLayout> of(Node node) {
    if (!node.domain().isEmpty()) {
      return Optional.empty();
    }
    return switch (node.opType()) {
      case "Conv" -> Optional.of(new WeightLayout(0, 1));
      case "ConvTranspose" ->
          Optional.of(new WeightLayout(1, Math.toIntExact(node.intAttribute("group", 1))));
      case "Gemm" -> Optional.of(new WeightLayout(node.intAttribute("transB", 0) == 0 ? 1 : 0, 1));
      default -> Optional.empty();
    };
  }

  /** Number of output channels; 0 if the weight has too few axes for a weight. */
  long channels(Shape weight) {
    return axis < weight.rank() ? weight.size(axis) * groups : 0;
  }

  /**
   * The output channel of an element.
   *
   * @param position row-major position of the element in the weight
   */
  int channel(Shape weight, int position) {
    long inner = 1;
    for (int i = axis + 1; i < weight.rank(); i++) {
      inner *= weight.size(i);
    }
    long index = position / inner % weight.size(axis);
    long group = groups == 1 ? 0 : position / (inner * weight.size(1)) * groups / weight.size(0);
    return (int) (group * weight.size(axis) + index);
  }
}
