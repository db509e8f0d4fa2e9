package dev.pluto.spi.operator;

import dev.pluto.spi.Api;

/** How a forward pass runs. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface ForwardContext {
  /** Whether batch statistics and dropout are on. */
  boolean training();

  /** Version of the operator set of ONNX's own domain in the running graph. */
  long opset();

  /** Compiled functions over ATen operators. */
  ScriptedFunctions scripts();
}
