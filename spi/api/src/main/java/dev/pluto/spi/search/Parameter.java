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
  /** What the array is. */
  public enum Role {
    /** Logits of a decision. */
    LOGIT,
    /** A step size of a quantizer: trained at a small rate, without weight decay, kept positive. */
    STEP_SIZE
  }
}
