package dev.pluto.spi.task;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Tensor;
import java.util.List;

/**
 * One sample on the host.
 *
 * @param inputs one tensor per model input, in graph order, without the batch axis
 * @param targets what the loss and the quality metric compare with, without the batch axis
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Sample(List<Tensor> inputs, List<Tensor> targets) {
  /** Copies the lists. */
  public Sample {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
  }
}
