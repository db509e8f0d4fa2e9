package dev.pluto.backends.chip.description;

/**
 * A number of a description.
 *
 * @param value in the base unit: seconds, bytes, joules, watts, operations per second
 */
public record Quantity(double value, Origin origin) {
  /** The same number times a factor. */
  public Quantity times(double factor) {
    return new Quantity(value * factor, origin);
  }
}
