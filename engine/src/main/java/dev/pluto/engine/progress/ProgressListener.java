package dev.pluto.engine.progress;

import java.util.Map;

/** Is told what a run does. Called from the run's thread; must be quick. */
public interface ProgressListener {
  /** A stage begins; {@code steps} is 0 where the number of steps is not known. */
  default void stageStarted(String stage, long steps) {}

  /**
   * Progress inside a stage.
   *
   * @param done steps done
   * @param figures what is worth showing, by name: loss, budget ratios, multipliers
   */
  default void progress(String stage, long done, Map<String, Double> figures) {}

  /** A stage ended. */
  default void stageFinished(String stage, double seconds) {}

  /** Something the user should read. */
  default void message(String text) {}

  /** Whether the user wants to stop; asked after every step. */
  default boolean cancelled() {
    return false;
  }

  /** A listener that does nothing. */
  static ProgressListener none() {
    return new ProgressListener() {};
  }
}
