package dev.pluto.backends.chip;

import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.OperatorClass;
import dev.pluto.backends.chip.description.Quantity;
import dev.pluto.spi.hardware.TargetFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** What a description says, value by value. */
final class ChipFacts {
  private final ChipDescription chip;
  private final List<TargetFact> facts = new ArrayList<>();

  private ChipFacts(ChipDescription chip) {
    this.chip = chip;
  }

  /** All values of a description with where they come from. */
  static List<TargetFact> of(ChipDescription chip) {
    ChipFacts all = new ChipFacts(chip);
    chip.rates().precisions().forEach(all::addInference);
    all.add("overhead.kernel", chip.overhead().kernel(), 1e-6, "us");
    all.add("memory.on-chip", chip.memory().onChip(), 1e6, "MB");
    all.add("memory.dram-bandwidth", chip.memory().dramBandwidth(), 1e9, "GB/s");
    all.add("alignment.waste", chip.alignment().waste(), 1, "");
    for (String precision : chip.rates().precisions()) {
      for (OperatorClass kind : OperatorClass.values()) {
        chip.rates()
            .find(precision, kind)
            .ifPresent(
                rate ->
                    all.add(
                        "rates.%s.%s".formatted(precision, kind.label()),
                        rate,
                        1e9,
                        kind.multiplies() ? "GMAC/s" : "G/s"));
      }
    }
    chip.energy().ifPresent(all::add);
    return all.facts;
  }

  private void addInference(String precision) {
    Optional.ofNullable(chip.overhead().inference().get(precision))
        .ifPresent(time -> add("overhead.inference." + precision, time, 1e-6, "us"));
    Optional.ofNullable(chip.overhead().input().get(precision))
        .ifPresent(rate -> add("overhead.input." + precision, rate, 1e9, "G/s"));
    Optional.ofNullable(chip.expectedErrors().get(precision))
        .ifPresent(error -> add("expected-error." + precision, error, 0.01, "%"));
  }

  private void add(ChipDescription.Energy energy) {
    for (String precision : new TreeSet<>(energy.mac().keySet())) {
      Optional.ofNullable(energy.mac().get(precision))
          .ifPresent(mac -> add("energy.mac." + precision, mac, 1e-12, "pJ"));
    }
    add("energy.on-chip-byte", energy.onChipByte(), 1e-12, "pJ");
    add("energy.dram-byte", energy.dramByte(), 1e-12, "pJ");
    add("energy.static-power", energy.staticPower(), 1e-3, "mW");
  }

  private void add(String name, Quantity quantity, double unit, String symbol) {
    String source = quantity.origin().source();
    facts.add(
        new TargetFact(
            name,
            String.format(Locale.ROOT, "%.4g %s", quantity.value() / unit, symbol).strip(),
            quantity.origin().confidence().label()
                + ": "
                + chip.sources().getOrDefault(source, source)));
  }
}
