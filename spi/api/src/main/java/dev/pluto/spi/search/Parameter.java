package dev.pluto.spi.search;

import ai.djl.ndarray.NDArray;
import dev.pluto.spi.Api;

/**
 * A trainable array that an operator brings.
 *
 * @param id unique and stable across runs
 * @param array owned by the operator, requiring a gradient
 * @param role decides learning rate and weight decay
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Parameter(String id, NDArray array, Role role) {
  /**
   * Replaces the elements of an array that requires a gradient.
   *
   * @param values as many as the array has, in its order
   */
  public static void write(NDArray leaf, float... values) {
    // A leaf may be written in place only while it takes no gradient.
    leaf.setRequiresGradient(false);
    try (NDArray source = leaf.getManager().create(values, leaf.getShape())) {
      leaf.muli(0).addi(source);
    }
    leaf.setRequiresGradient(true);
  }

  /** What the array is. */
  public enum Role {
    /** Logits of a decision. */
    LOGIT,
    /** Logarithms of step sizes of a quantizer: trained at a smaller rate, without weight decay. */
    STEP_SIZE
  }
}
