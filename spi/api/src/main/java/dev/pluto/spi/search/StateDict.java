package dev.pluto.spi.search;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Tensor;
import java.util.Map;

/** Named tensors to be saved in a checkpoint. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record StateDict(Map<String, Tensor> tensors) {
  /** No state. */
  public static final StateDict EMPTY = new StateDict(Map.of());

  /** Copies the map. */
  public StateDict {
    tensors = Map.copyOf(tensors);
  }
}
