package dev.pluto.backends.chip.calibration;

import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import java.util.List;

/**
 * A measured inference.
 *
 * @param model name of the model; measurements of one model in several precisions share it
 * @param precision name of the precision in which it ran, for tables of errors
 * @param inputs the model's inputs
 * @param kernels the kernels that the chip runs for it
 * @param seconds measured time
 */
public record Measurement(
    String model, String precision, List<TensorForm> inputs, List<Kernel> kernels, double seconds) {
  /** Copies the lists. */
  public Measurement {
    inputs = List.copyOf(inputs);
    kernels = List.copyOf(kernels);
    if (!(seconds > 0)) {
      throw new IllegalArgumentException(model + " took " + seconds + " s");
    }
  }
}
