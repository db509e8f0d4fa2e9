package dev.pluto.spi.search;

import ai.djl.ndarray.NDArray;
import dev.pluto.spi.Api;
import dev.pluto.spi.graph.GraphEditor;
import java.util.List;

/** The trainable, differentiable form of a decision. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface Relaxation extends AutoCloseable {
  /** The logits. */
  List<Parameter> parameters();

  /**
   * Draws the position of this step: a point of the simplex over the settings, shape (settings),
   * differentiable in the logits. Called once per step before the forward pass; hooks use the same
   * position.
   */
  NDArray sample(Sampling sampling);

  /**
   * Told after every {@link #sample} whether the structure of the step has what this decides on. If
   * not, none of its hooks is to change values that it shares with other decisions.
   */
  default void inForce(boolean present) {}

  /** The position without noise, on the host; sums to 1. */
  double[] position();

  /** Moves the logits so that a setting becomes the most probable one. */
  void moveTo(int setting);

  /** What the sampled position does to the forward pass. */
  List<Hook> hooks();

  /** What one setting does to the forward pass, whatever the position. */
  List<Hook> hooks(int setting);

  /** Looks at weights and gradients after a backward pass (running importance). */
  default void observe(TrainingSignals signals) {}

  /**
   * Expected rise of the task loss per setting, before any recovery; the first is 0. Called after
   * {@link #observe} has seen a number of batches. Tries one setting after the other where there is
   * nothing better.
   */
  default double[] sensitivity(SensitivityProbe probe) {
    double[] rises = new double[position().length];
    for (int setting = 1; setting < rises.length; setting++) {
      rises[setting] = probe.lossRise(hooks(setting));
    }
    return rises;
  }

  /** The setting's edit with all that was learned: which channels stay. */
  void materialize(int setting, GraphEditor editor);

  /** What a resumed run needs besides the parameters. */
  default StateDict state() {
    return StateDict.EMPTY;
  }

  /** Restores it. */
  default void restore(StateDict state) {}

  @Override
  void close();
}
