package dev.pluto.spi.task;

import dev.pluto.spi.Api;

/** What an output of the model stands for. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public sealed interface OutputMeaning {
  /** Unnormalised scores of classes along an axis (the batch axis is 0). */
  record ClassLogits(int axis) implements OutputMeaning {}

  /** Probabilities of classes along an axis: a softmax is in the model. */
  record ClassProbabilities(int axis) implements OutputMeaning {}

  /** An image or another signal to be compared value by value. */
  record Signal() implements OutputMeaning {}

  /** Nothing is known. */
  record Unknown() implements OutputMeaning {}
}
