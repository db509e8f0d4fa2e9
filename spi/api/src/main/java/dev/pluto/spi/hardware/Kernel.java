package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Node;
import java.util.List;

/**
 * What a chip executes as one unit: one or more fused nodes with concrete shapes and precisions.
 *
 * @param nodes the nodes in execution order; for a conversion between precisions at the border of
 *     the model there are none
 * @param inputs computed values and graph inputs that it reads, each once
 * @param outputs values that others read, and graph outputs
 * @param weights constants that it reads
 * @param macs multiply-adds of one execution
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Kernel(
    List<Node> nodes,
    List<TensorForm> inputs,
    List<TensorForm> outputs,
    List<TensorForm> weights,
    long macs) {
  /** Copies the lists. */
  public Kernel {
    nodes = List.copyOf(nodes);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    weights = List.copyOf(weights);
  }
}
