package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import java.util.Map;

/**
 * What shape inference found.
 *
 * @param types type of every graph input, initializer and computed value
 * @param constants elements of every tensor that does not depend on the graph inputs' elements
 */
public record Types(Map<String, TensorType> types, Map<String, Tensor> constants) {
  /** Copies the maps. */
  public Types {
    types = Map.copyOf(types);
    constants = Map.copyOf(constants);
  }

  /**
   * The type of a tensor.
   *
   * @throws IllegalArgumentException if there is no such tensor
   */
  public TensorType of(String tensor) {
    TensorType type = types.get(tensor);
    if (type == null) {
      throw new IllegalArgumentException("no tensor '" + tensor + "'");
    }
    return type;
  }
}
