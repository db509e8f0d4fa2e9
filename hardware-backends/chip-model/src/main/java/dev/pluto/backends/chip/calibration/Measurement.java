package dev.pluto.backends.chip.calibration;

import dev.pluto.spi.hardware.Kernel;
import java.util.List;

/**
 * A measured inference.
 *
 * @param model name of the model; measurements of one model in several precisions share it
 * @param kernels the kernels that the chip runs for it
 * @param seconds measured time
 */
public record Measurement(String model, List<Kernel> kernels, double seconds) {
  /** Copies the list. */
  public Measurement {
    kernels = List.copyOf(kernels);
    if (!(seconds > 0)) {
      throw new IllegalArgumentException(model + " took " + seconds + " s");
    }
  }
}
