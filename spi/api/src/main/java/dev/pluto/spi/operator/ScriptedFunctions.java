package dev.pluto.spi.operator;

import ai.djl.ndarray.NDList;
import dev.pluto.spi.Api;

/** The door to any ATen operator, with gradients: functions written in TorchScript. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface ScriptedFunctions {
  /**
   * Compiles a function once per process; the same source gives the same function.
   *
   * @param source TorchScript text of one function named {@code forward} whose parameters are
   *     {@code self} and tensors and whose result is a tensor or a tuple of tensors
   * @throws IllegalArgumentException if it does not compile
   */
  ScriptedFunction compile(String source);

  /** A compiled function. */
  @FunctionalInterface
  interface ScriptedFunction {
    /** Runs it; gradients flow back through all float inputs. */
    NDList apply(NDList inputs);
  }
}
