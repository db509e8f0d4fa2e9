package dev.pluto.spi.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.spi.Api;

/** A term that is added to the task loss. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface LossTerm {
  /** Name for reports. */
  String name();

  /** Its factor. */
  double weight();

  /**
   * The term for one batch, a differentiable scalar in units of the task loss.
   *
   * @param outputs the model's outputs in graph order
   * @param teacherOutputs the original model's outputs on the same batch, without gradient
   */
  NDArray loss(NDList outputs, NDList teacherOutputs);
}
