package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import java.nio.file.Path;

/** What the engine lends to a target that prices kernels. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface PricingContext {
  /**
   * A complete ONNX model that runs one kernel, weights filled with arbitrary numbers, quantized
   * tensors in QuantizeLinear/DequantizeLinear form. A quantized input arrives in float and is
   * quantized first; a quantized output is dequantized at the end.
   */
  byte[] model(Kernel kernel);

  /** A folder for files of this session; emptied afterwards. */
  Path scratch();
}
