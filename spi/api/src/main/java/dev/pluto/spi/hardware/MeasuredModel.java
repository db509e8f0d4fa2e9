package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import java.util.List;

/**
 * A model whose latency was measured on a chip.
 *
 * @param model its name; measurements of one model in several precisions share it
 * @param precision name of the precision in which it ran: "fp32" for the file as it is
 * @param inputs the model's inputs
 * @param kernels the kernels that the chip runs for it
 * @param milliseconds measured latency of one inference
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record MeasuredModel(
    String model,
    String precision,
    List<TensorForm> inputs,
    List<Kernel> kernels,
    double milliseconds) {
  /** Copies the lists. */
  public MeasuredModel {
    inputs = List.copyOf(inputs);
    kernels = List.copyOf(kernels);
    if (!(milliseconds > 0) || Double.isInfinite(milliseconds)) {
      throw new IllegalArgumentException(model + " took " + milliseconds + " ms");
    }
  }
}
