package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.TensorType;
import java.util.Optional;

/** What running a model tells of its values, where definitions tell nothing. */
public interface RuntimeFacts {
  /**
   * A tensor.
   *
   * @param type at the shapes of the inputs
   * @param dependsOnData whether the numbers that the model is fed may change its shape
   */
  record Typed(TensorType type, boolean dependsOnData) {}

  /** What is known of a value; empty for what is no tensor of numbers. */
  Optional<Typed> of(String value);
}
