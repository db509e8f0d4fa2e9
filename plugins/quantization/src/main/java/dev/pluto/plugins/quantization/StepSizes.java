package dev.pluto.plugins.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.pluto.spi.search.Parameter;

/**
 * Learned step sizes. Their logarithms are what is trained: an optimizer whose steps do not depend
 * on the size of gradients then changes coarse and fine step sizes by the same share, and none gets
 * negative.
 */
final class StepSizes {
  private final NDArray logarithms;

  /** Step sizes that are to be set before they are used. */
  StepSizes(long count, NDManager manager) {
    logarithms = manager.zeros(new Shape(count));
    logarithms.setRequiresGradient(true);
  }

  /** What is trained. */
  NDArray trained() {
    return logarithms;
  }

  /** The step sizes, differentiable. */
  NDArray sizes() {
    return logarithms.exp();
  }

  /** Replaces them; all are above 0. */
  void set(float... sizes) {
    float[] values = new float[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      values[i] = (float) Math.log(sizes[i]);
    }
    Parameter.write(logarithms, values);
  }

  /** The step sizes just as the forward pass uses them. */
  float[] values() {
    try (NDArray sizes = sizes()) {
      return sizes.toFloatArray();
    }
  }
}
