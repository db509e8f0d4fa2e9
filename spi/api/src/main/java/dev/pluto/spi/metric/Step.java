package dev.pluto.spi.metric;

import dev.pluto.spi.Api;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import java.util.List;

/**
 * One step of the schedule.
 *
 * @param kernel the kernel that runs
 * @param live all computed values and graph inputs that exist while it runs: its own inputs and
 *     outputs, and what later kernels still need; graph inputs exist from the start until their
 *     last use, graph outputs from their production to the end
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Step(Kernel kernel, List<TensorForm> live) {
  /** Copies the list. */
  public Step {
    live = List.copyOf(live);
  }
}
