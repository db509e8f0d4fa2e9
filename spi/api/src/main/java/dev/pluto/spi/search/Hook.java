package dev.pluto.spi.search;

import ai.djl.ndarray.NDArray;
import dev.pluto.spi.Api;

/**
 * A change to the forward pass. Equal hooks act once, so that two decisions may share the quantizer
 * of a value.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public sealed interface Hook {
  /** Replaces a trained initializer before every use. */
  record WeightHook(String initializer, WeightStage stage, Transform transform) implements Hook {}

  /** Replaces a value right after it is computed (or fed). */
  record ValueHook(String value, Transform transform) implements Hook {}

  /** The order in which hooks of one initializer act. */
  enum WeightStage {
    /** Computes the weight from something else. */
    REPARAMETERIZE,
    /** Zeroes parts of it. */
    MASK,
    /** Rounds it; sees the masked weight. */
    QUANTIZE
  }

  /** A differentiable function of a tensor. */
  @FunctionalInterface
  interface Transform {
    /** The tensor that takes the place of {@code tensor}; same shape. */
    NDArray apply(NDArray tensor, boolean training);
  }
}
