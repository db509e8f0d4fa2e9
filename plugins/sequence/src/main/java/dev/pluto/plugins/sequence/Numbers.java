package dev.pluto.plugins.sequence;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.util.List;
import java.util.OptionalDouble;

/** Reads numbers from text. */
final class Numbers {
  private Numbers() {}

  /** The number that a text stands for; empty if it is none, or not finite as a 32-bit float. */
  static OptionalDouble parse(String text) {
    try {
      double number = Double.parseDouble(text);
      return Float.isFinite((float) number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /**
   * The numbers in cells.
   *
   * @param place where they stand
   * @throws ProblemException naming the first cell that holds none
   */
  static float[] of(String place, List<String> cells) {
    float[] numbers = new float[cells.size()];
    for (int i = 0; i < numbers.length; i++) {
      String cell = cells.get(i);
      numbers[i] =
          (float)
              parse(cell)
                  .orElseThrow(
                      () ->
                          new ProblemException(
                              ProblemException.Kind.USAGE,
                              new Problem(
                                  place,
                                  "'%s' is not read as a number".formatted(cell),
                                  "finite numbers")));
    }
    return numbers;
  }
}
