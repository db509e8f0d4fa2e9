package dev.pluto.backends.chip.description;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads the parts of a description that are numbers alone. */
final class PartReader {
  private PartReader() {}

  /** Widths that run without waste. */
  static ChipDescription.Alignment alignment(Section section) {
    ChipDescription.Alignment alignment =
        new ChipDescription.Alignment(
            section.count("channels", 1), section.quantity("waste", Dimension.SHARE, true));
    section.close("channels", "waste", "source", "confidence");
    return alignment;
  }

  /** Fixed times, per inference for every precision with rates. */
  static ChipDescription.Overhead overhead(Section section, Set<String> precisions) {
    Map<String, Quantity> inference = new LinkedHashMap<>();
    Section given = section.section("inference");
    precisions.forEach(p -> inference.put(p, given.quantity(p, Dimension.TIME, true)));
    given.close(precisions.toArray(String[]::new));
    Map<String, Quantity> input = new LinkedHashMap<>();
    section
        .optionalSection("input")
        .ifPresent(
            rates -> {
              precisions.forEach(
                  p -> input.put(p, rates.quantity(p, Dimension.ELEMENT_RATE, false)));
              rates.close(precisions.toArray(String[]::new));
            });
    ChipDescription.Overhead overhead =
        new ChipDescription.Overhead(
            inference, input, section.quantity("kernel", Dimension.TIME, true));
    section.close("inference", "input", "kernel", "source", "confidence");
    return overhead;
  }

  /** Sizes and bandwidths. */
  static ChipDescription.Memory memory(Section section) {
    ChipDescription.Memory memory =
        new ChipDescription.Memory(
            section.quantity("on-chip", Dimension.BYTES, true),
            section.quantity("dram-bandwidth", Dimension.BANDWIDTH, false));
    section.close("on-chip", "dram-bandwidth", "source", "confidence");
    return memory;
  }

  /** Energy coefficients, per multiply-add for every precision with rates. */
  static ChipDescription.Energy energy(Section section, Set<String> precisions) {
    Map<String, Quantity> mac = new LinkedHashMap<>();
    Section given = section.section("mac");
    precisions.forEach(p -> mac.put(p, given.quantity(p, Dimension.ENERGY, false)));
    given.close(precisions.toArray(String[]::new));
    ChipDescription.Energy energy =
        new ChipDescription.Energy(
            mac,
            section.quantity("on-chip-byte", Dimension.ENERGY, true),
            section.quantity("dram-byte", Dimension.ENERGY, true),
            section.quantity("static-power", Dimension.POWER, true));
    section.close("mac", "on-chip-byte", "dram-byte", "static-power", "source", "confidence");
    return energy;
  }

  /** Mean relative errors of latency, for some of the precisions with rates. */
  static Map<String, Quantity> errors(Section section, Set<String> precisions) {
    Map<String, Quantity> errors = new LinkedHashMap<>();
    precisions.stream()
        .filter(section::has)
        .forEach(p -> errors.put(p, section.quantity(p, Dimension.SHARE, true)));
    section.close(precisions.toArray(String[]::new));
    return errors;
  }

  /** What runs unsupported operators. */
  static ChipDescription.Fallback fallback(Section section) {
    ChipDescription.Fallback fallback =
        new ChipDescription.Fallback(
            section.text("processor", "a name such as CPU"),
            section.quantity("transfer", Dimension.TIME, true),
            section.quantity("macs", Dimension.MAC_RATE, false),
            section.quantity("elements", Dimension.ELEMENT_RATE, false),
            section.quantity("power", Dimension.POWER, true));
    section.close("processor", "transfer", "macs", "elements", "power", "source", "confidence");
    return fallback;
  }
}
