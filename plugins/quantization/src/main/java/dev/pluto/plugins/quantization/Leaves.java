package dev.pluto.plugins.quantization;

import ai.djl.ndarray.NDArray;

/** Writing to trainable arrays. */
final class Leaves {
  private Leaves() {}

  /** Replaces the elements of an array that requires a gradient. */
  static void write(NDArray leaf, float[] values) {
    // A leaf may be written in place only while it takes no gradient.
    leaf.setRequiresGradient(false);
    try (NDArray source = leaf.getManager().create(values, leaf.getShape())) {
      leaf.muli(0).addi(source);
    }
    leaf.setRequiresGradient(true);
  }
}
