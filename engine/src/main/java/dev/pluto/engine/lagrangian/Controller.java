package dev.pluto.engine.lagrangian;

import java.util.Arrays;
import java.util.List;

/**
 * The νPI controller of the multipliers (Sohrabi et al., "On PI controllers for updating Lagrange
 * multipliers in constrained optimization", 2024): the proportional part acts on the smoothed error
 * and damps the overshoot of plain dual ascent. No momentum; a multiplier that leaves its range is
 * clipped, which at the same time keeps the integral from winding up.
 */
public final class Controller {
  /**
   * Gains of the controller.
   *
   * @param smoothing ν, 0 to below 1: share of the old smoothed error that is kept
   * @param rate η, step of the multipliers
   * @param integral K_I
   * @param proportional K_P
   * @param largest upper bound of every multiplier
   */
  public record Gains(
      double smoothing, double rate, double integral, double proportional, double largest) {
    /** Checks the ranges. */
    public Gains {
      if (!(smoothing >= 0 && smoothing < 1 && rate > 0 && largest > 0)) {
        throw new IllegalArgumentException("gains out of range");
      }
    }
  }

  /** Multipliers and smoothed errors, for checkpoints; NaN for a metric without an error so far. */
  public record State(List<Double> multipliers, List<Double> smoothed) {
    /** Copies the lists. */
    public State {
      multipliers = List.copyOf(multipliers);
      smoothed = List.copyOf(smoothed);
    }
  }

  private final Gains gains;
  private final double[] multipliers;
  private final double[] smoothed;

  /** A controller that starts from these multipliers. */
  public Controller(Gains gains, double[] start) {
    this.gains = gains;
    this.multipliers = start.clone();
    this.smoothed = new double[start.length];
    for (int m = 0; m < start.length; m++) {
      multipliers[m] = clip(start[m]);
      smoothed[m] = Double.NaN;
    }
  }

  /** The multipliers, all at least 0. */
  public double[] multipliers() {
    return multipliers.clone();
  }

  /**
   * Takes in new errors; a metric that was not measured again is left alone by giving NaN, so that
   * its multiplier is held.
   *
   * @param errors e = cost / budget − 1, by constraint
   */
  public void update(double[] errors) {
    for (int m = 0; m < multipliers.length; m++) {
      double error = errors[m];
      if (Double.isNaN(error)) {
        continue;
      }
      double before = Double.isNaN(smoothed[m]) ? error : smoothed[m];
      double now = gains.smoothing() * before + (1 - gains.smoothing()) * error;
      multipliers[m] =
          clip(
              multipliers[m]
                  + gains.rate()
                      * (gains.integral() * error + gains.proportional() * (now - before)));
      smoothed[m] = now;
    }
  }

  private double clip(double multiplier) {
    return Math.max(0, Math.min(gains.largest(), multiplier));
  }

  /** The state. */
  public State state() {
    return new State(
        Arrays.stream(multipliers).boxed().toList(), Arrays.stream(smoothed).boxed().toList());
  }

  /** Restores a state of as many constraints. */
  public void restore(State state) {
    for (int m = 0; m < multipliers.length; m++) {
      multipliers[m] = state.multipliers().get(m);
      smoothed[m] = state.smoothed().get(m);
    }
  }
}
