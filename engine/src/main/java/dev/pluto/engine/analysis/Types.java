package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the tensors of a graph at concrete input shapes.
 *
 * @param types types of all values and initializers, by name
 * @param constants initializers, and small values that are computed from constants and shapes
 */
public record Types(Map<String, TensorType> types, Map<String, Tensor> constants) {
  /** Makes the maps unmodifiable; the caller must not change them any more. */
  public Types {
    types = Collections.unmodifiableMap(types);
    constants = Collections.unmodifiableMap(constants);
  }

  /**
   * Type of a value or an initializer.
   *
   * @throws IllegalArgumentException if the graph has none of that name
   */
  public TensorType of(String tensor) {
    TensorType type = types.get(tensor);
    if (type == null) {
      throw new IllegalArgumentException("no tensor '" + tensor + "'");
    }
    return type;
  }

  /** The elements of a constant. */
  public Optional<Tensor> constant(String tensor) {
    return Optional.ofNullable(constants.get(tensor)).filter(Tensor::hasData);
  }
}
