package dev.pluto.spi.search;

import ai.djl.ndarray.NDArray;
import dev.pluto.spi.Api;
import java.util.Optional;

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

  /** Says which branch of a {@link dev.pluto.spi.graph.Choice} is computed, by the node's name. */
  record BranchHook(String choice, Branch branch) implements Hook {}

  /** A branch of a choice. */
  interface Branch {
    /** Index of the branch that is computed. */
    int index();

    /**
     * The position over the branches, shape (branches), 1 at {@link #index}: gradients flow back to
     * it. The derivative of a branch is estimated by the loss's derivative in the direction from
     * the first branch's value to its own, so that of the branches that are not computed is 0.
     */
    default Optional<NDArray> position() {
      return Optional.empty();
    }
  }

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
