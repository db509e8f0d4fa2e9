package dev.pluto.engine.search;

import dev.pluto.engine.train.OneCycle;

/**
 * How long and how fast to train.
 *
 * @param searchSteps steps before the structure is frozen
 * @param recoverySteps steps after it is frozen
 * @param recoveringEarly how many of the search's last steps are recovery already: they count when
 *     it is asked how much of the recovery is over
 * @param perEpoch steps in a pass over the training samples
 * @param batch samples per step
 * @param peak highest learning rate of the weights
 */
public record Plan(
    int searchSteps,
    int recoverySteps,
    int recoveringEarly,
    int perEpoch,
    int batch,
    double peak,
    long seed) {
  /** Share of all steps between the end of the search and the peak of the learning rate. */
  private static final double PEAK_AFTER_SEARCH = 0.05;

  /** Steps of both parts. */
  public int steps() {
    return searchSteps + recoverySteps;
  }

  /** This plan with the steps parted in another way. */
  public Plan parted(int search, int recoveringEarly) {
    return new Plan(search, steps() - search, recoveringEarly, perEpoch, batch, peak, seed);
  }

  /** Passes over the training samples before the structure is frozen. */
  public double searchEpochs() {
    return searchSteps / (double) perEpoch;
  }

  /** Passes over the training samples after the structure is frozen. */
  public double recoveryEpochs() {
    return recoverySteps / (double) perEpoch;
  }

  /** Learning rate of the weights at a step of the whole, from 0: one cycle over both parts. */
  public double rate(int step) {
    double peakAt = searchSteps / (double) steps() + PEAK_AFTER_SEARCH;
    return new OneCycle(peak, peakAt).at(step / (double) steps());
  }

  /** How much of the recovery is over before a step of it, from 0 to 1. */
  public double recovered(int step) {
    return (recoveringEarly + step) / (double) (recoveringEarly + recoverySteps);
  }
}
