package dev.pluto.backends.chip.calibration;

import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.OperatorClass;
import dev.pluto.spi.hardware.Provenance;

/**
 * How strongly a fit holds its values where they were. A value that has moved by a factor of e adds
 * the square of its strength to the sum of squared logarithms of predicted over measured time.
 *
 * @param bandwidth of DRAM, which is published
 * @param kernel the time of a kernel
 * @param fixed times per inference and rates of inputs, each for itself
 * @param conversion rates of conversions, which few measurements tell from others
 * @param rate every other rate for itself
 * @param kind all precisions of one class of operators together
 * @param precision one precision of all classes that multiply, or of all that don't, together
 * @param whole everything of one sort together: faster and slower chips are mostly that
 */
record Strengths(
    double bandwidth,
    double kernel,
    double fixed,
    double conversion,
    double rate,
    double kind,
    double precision,
    double whole) {
  /** From a rough estimate, of which only the order of magnitude is known. */
  static final Strengths ESTIMATE = new Strengths(0.6, 0.1, 0.2, 1, 0.4, 0.2, 0.1, 0.02);

  /**
   * From a chip that is calibrated, or is of the family of one. Its ratios hold; measurements of a
   * few networks must not bend them.
   */
  static final Strengths SIBLING = new Strengths(0.3, 0.3, 0.5, 2, 1.5, 0.7, 0.2, 0.02);

  /** The strengths for a fit that starts from a description. */
  static Strengths of(ChipDescription start) {
    boolean fitted =
        start.rates().precisions().stream()
            .flatMap(p -> start.rates().find(p, OperatorClass.CONVOLUTION).stream())
            .anyMatch(r -> r.origin().confidence().provenance() == Provenance.PREDICTED);
    return fitted || start.sibling().isPresent() ? SIBLING : ESTIMATE;
  }
}
