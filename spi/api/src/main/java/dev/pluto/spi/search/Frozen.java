package dev.pluto.spi.search;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.GraphEditor;
import java.util.List;

/** What a decision leaves in the forward pass while the frozen structure recovers. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface Frozen extends AutoCloseable {
  /** The hooks; the list never changes, what they do may change with {@link #progress}. */
  List<Hook> hooks();

  /** Trainable arrays. */
  default List<Parameter> parameters() {
    return List.of();
  }

  /**
   * Told before every step.
   *
   * @param fraction share of the recovery that is done, 0 to 1; 1 once it is over
   */
  default void progress(double fraction) {}

  /**
   * Told that a weight was multiplied along an axis because a normalization behind it was merged
   * into it: what is measured in units of the weight, such as its step sizes, follows.
   *
   * @param factors by index along the axis; none is 0
   */
  default void rescaled(String initializer, int axis, List<Double> factors) {}

  /** Writes what was learned into the graph that is exported (scales). */
  default void finish(GraphEditor editor) {}

  /** What a resumed run needs besides the parameters. */
  default StateDict state() {
    return StateDict.EMPTY;
  }

  /** Restores it. */
  default void restore(StateDict state) {}

  @Override
  default void close() {}

  /** Nothing stays. */
  static Frozen nothing() {
    return List::of;
  }
}
