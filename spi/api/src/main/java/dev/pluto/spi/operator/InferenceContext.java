package dev.pluto.spi.operator;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import java.util.Optional;

/** What is known of a node's inputs while shapes are inferred. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface InferenceContext {
  /** Whether the node has input {@code index}. */
  boolean has(int index);

  /**
   * Type of an input.
   *
   * @throws IllegalArgumentException if the node has no such input
   */
  TensorType input(int index);

  /** Elements of an input that is constant or computed from constants and shapes. */
  Optional<Tensor> constant(int index);

  /** Version of the operator set of the node's domain. */
  long opset();
}
