package dev.pluto.spi.search;

import ai.djl.ndarray.NDManager;
import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.operator.ScriptedFunctions;

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
}
