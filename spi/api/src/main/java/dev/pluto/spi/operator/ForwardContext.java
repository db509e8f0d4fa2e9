package dev.pluto.spi.operator;

import dev.pluto.spi.Api;

/** How a forward pass runs. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface ForwardContext {
  /** Whether the pass is one of training: dropout is on, ranges are observed. */
  boolean training();

  /**
   * Whether normalizations take the statistics of the batch; in training, they also learn from
   * them. Late in a training they are frozen.
   */
  default boolean batchStatistics() {
    return training();
  }

  /** Version of the operator set of ONNX's own domain in the running graph. */
  long opset();

  /** Compiled functions over ATen operators. */
  ScriptedFunctions scripts();
}
