package dev.pluto.spi.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.pluto.spi.Api;
import java.util.List;

/** A term that is added to the task loss. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface LossTerm {
  /** Name for reports. */
  String name();

  /** Its factor. */
  double weight();

  /**
   * Values inside the model that the term looks at, by their names in the graph that {@link
   * SearchOperator#contribute} was shown. They may have other numbers of channels than in the
   * original model. A structure that does not compute one is trained without it.
   */
  default List<String> features() {
    return List.of();
  }

  /**
   * The term for one batch, a differentiable scalar in units of the task loss.
   *
   * @param model what the model computes
   * @param original what the original model computes on the same batch, without gradient
   */
  NDArray loss(Activations model, Activations original);

  /**
   * A number to reckon with in a loss, as a scalar of the step's own. DJL closes the array that it
   * makes of a plain number although the backward pass still reads it.
   *
   * @param beside an array of the step
   */
  static NDArray number(NDArray beside, double value) {
    return beside.getManager().full(new Shape(), (float) value);
  }

  /**
   * What a forward pass computed.
   *
   * @param outputs in graph order
   * @param features in the order of {@link #features()}; those that either model does not compute
   *     are left out for both
   */
  record Activations(NDList outputs, NDList features) {}
}
