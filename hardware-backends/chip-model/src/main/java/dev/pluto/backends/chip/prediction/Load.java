package dev.pluto.backends.chip.prediction;

import dev.pluto.backends.chip.description.OperatorClass;

/**
 * The work of one kernel.
 *
 * @param runsOn who does it
 * @param kind class of operators
 * @param precision name of the precision in which it is computed
 * @param work multiply-adds, those on channels that fill up a multiple included as far as they take
 *     time; for classes that don't multiply, elements
 * @param macs multiply-adds of the model
 * @param conversions elements that are converted to or from the kernel's precision
 * @param dramBytes bytes to and from DRAM: weights, and inputs and outputs that don't fit on the
 *     chip
 * @param touchedBytes bytes of all inputs, outputs and weights
 */
public record Load(
    RunsOn runsOn,
    OperatorClass kind,
    String precision,
    double work,
    double macs,
    double conversions,
    double dramBytes,
    double touchedBytes) {
  /** Who runs a kernel. */
  public enum RunsOn {
    /** Nobody: it only renames. */
    NOTHING,
    /** The chip. */
    CHIP,
    /** The processor that runs what the chip does not. */
    FALLBACK
  }
}
