package dev.pluto.spi.search;

import ai.djl.ndarray.NDManager;
import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.operator.ScriptedFunctions;
import java.util.Optional;

/** What the trainable parts of an operator are given. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface TrainingContext {
  /**
   * The manager for what lives as long as the training; whatever a step makes belongs elsewhere.
   */
  NDManager manager();

  /** Compiled functions over ATen operators. */
  ScriptedFunctions scripts();

  /** The graph that is trained. */
  Graph graph();

  /**
   * The value of the trained graph that stands for a value of the graph on which decisions were
   * made; empty if structure decisions removed it. Several values may have become one.
   */
  default Optional<String> standsFor(String value) {
    return Optional.of(value);
  }
}
