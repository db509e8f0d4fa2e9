package dev.pluto.backends.chip.description;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a number of a description counts, and the units in which it may be written. */
enum Dimension {
  TIME("a time such as 1.5 us", units("s", "", "m", "u", "µ", "n")),
  BYTES("a size such as 8 MB or 512 KiB", bytes()),
  BANDWIDTH("a bandwidth such as 76.8 GB/s", units("B/s", "", "k", "M", "G", "T")),
  MAC_RATE("a rate such as 4.5 TMAC/s", units("MAC/s", "", "k", "M", "G", "T")),
  ELEMENT_RATE("elements per second such as 12 G/s", units("/s", "", "k", "M", "G", "T")),
  ENERGY("an energy such as 0.8 pJ", units("J", "", "m", "u", "µ", "n", "p", "f")),
  POWER("a power such as 300 mW", units("W", "", "m", "u", "µ", "k")),
  SHARE("a share from 0 to 1", Map.of("", 1.0));

  private static final Pattern WRITTEN =
      Pattern.compile("([0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\\s*(\\S*)");

  private static final int DIGITS = 4;

  private final String allowed;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
  private final Map<String, Double> units;

  Dimension(String allowed, Map<String, Double> units) {
    this.allowed = allowed;
    this.units = Map.copyOf(units);
  }

  /** What may be written, with an example. */
  String allowed() {
    return allowed;
  }

  /** The number in the base unit; empty for what is no such number. */
  OptionalDouble parse(String text) {
    Matcher matcher = WRITTEN.matcher(text.strip());
    if (!matcher.matches()) {
      return OptionalDouble.empty();
    }
    double number = Double.parseDouble(matcher.group(1));
    return Optional.ofNullable(units.get(matcher.group(2)))
        .map(worth -> OptionalDouble.of(number * worth))
        .filter(v -> this != SHARE || v.getAsDouble() <= 1)
        .orElse(OptionalDouble.empty());
  }

  /** The number, of which four digits count, in the unit in which it is shortest. */
  String format(double number) {
    List<Map.Entry<String, Double>> usual =
        units.entrySet().stream()
            .filter(unit -> !unit.getKey().matches("[KM]iB|µ.*"))
            .sorted(Map.Entry.comparingByValue())
            .toList();
    Map.Entry<String, Double> best = usual.get(0);
    for (Map.Entry<String, Double> unit : usual) {
      best = unit.getValue() <= number ? unit : best;
    }
    String digits =
        new BigDecimal(number / best.getValue())
            .round(new MathContext(DIGITS))
            .stripTrailingZeros()
            .toPlainString();
    return (digits + " " + best.getKey()).strip();
  }

  private static Map<String, Double> units(String unit, String... prefixes) {
    Map<String, Double> units = new LinkedHashMap<>();
    for (String prefix : prefixes) {
      units.put(prefix + unit, worth(prefix));
    }
    return units;
  }

  private static Map<String, Double> bytes() {
    Map<String, Double> units = units("B", "", "k", "M", "G");
    units.put("KiB", 0x1p10);
    units.put("MiB", 0x1p20);
    return units;
  }

  private static double worth(String prefix) {
    return switch (prefix) {
      case "T" -> 1e12;
      case "G" -> 1e9;
      case "M" -> 1e6;
      case "k" -> 1e3;
      case "m" -> 1e-3;
      case "u", "µ" -> 1e-6;
      case "n" -> 1e-9;
      case "p" -> 1e-12;
      case "f" -> 1e-15;
      default -> 1;
    };
  }
}
