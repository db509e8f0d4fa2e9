package dev.pluto.spi.search;

import ai.djl.ndarray.NDArray;
import dev.pluto.spi.Api;

/** Weights and their gradients after a backward pass; valid until the step ends. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface TrainingSignals {
  /** Present value of a trained initializer. */
  NDArray weight(String initializer);

  /** Gradient of the loss with respect to a trained initializer. */
  NDArray gradient(String initializer);

  /** Whether an initializer is trained. */
  boolean isTrained(String initializer);
}
