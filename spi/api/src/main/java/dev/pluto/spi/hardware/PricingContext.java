package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import java.nio.file.Path;
import java.util.Optional;

/** What the engine lends to a target that prices kernels. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface PricingContext {
  /**
   * A complete ONNX model that runs one kernel as the whole model would run it: weights filled with
   * arbitrary numbers, quantized tensors in QuantizeLinear/DequantizeLinear form. A quantized input
   * arrives and a quantized output leaves as integers. A kernel without nodes quantizes its input.
   */
  byte[] model(Kernel kernel);

  /** A folder for files that pricing leaves; emptied when it closes. */
  Path scratch();

  /** A folder that outlives the session, for prices that are measured once. */
  Optional<Path> cache();
}
