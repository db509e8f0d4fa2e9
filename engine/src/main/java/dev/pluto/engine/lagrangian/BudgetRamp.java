package dev.pluto.engine.lagrangian;

/**
 * Tightens a budget geometrically from the present cost to its final value.
 *
 * @param start cost at the beginning
 * @param budget final value, at least 0
 * @param share part of the search, above 0 and at most 1, after which the final value holds
 */
public record BudgetRamp(double start, double budget, double share) {
  /** The budget when {@code done} of the search, 0 to 1, is over; never below the final one. */
  public double at(double done) {
    if (done >= share || start <= budget || budget <= 0) {
      return budget;
    }
    return start * Math.pow(budget / start, done / share);
  }
}
