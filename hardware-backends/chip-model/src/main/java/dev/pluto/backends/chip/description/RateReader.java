package dev.pluto.backends.chip.description;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the rates of a description. */
final class RateReader {
  private RateReader() {}

  /** The rates of all precisions. */
  static Rates read(Section section) {
    Map<String, Map<OperatorClass, Quantity>> all = new LinkedHashMap<>();
    for (String precision : section.keys()) {
      if (Precisions.find(precision).isEmpty()) {
        section.note(precision, "no such precision", String.join(", ", Precisions.names()));
      }
      section
          .optionalSection(precision)
          .ifPresent(given -> all.put(precision, classes(given, all)));
    }
    return new Rates(all);
  }

  private static Map<OperatorClass, Quantity> classes(
      Section given, Map<String, Map<OperatorClass, Quantity>> earlier) {
    Map<OperatorClass, Quantity> rates = new LinkedHashMap<>();
    given
        .optionalText("like")
        .ifPresent(
            other -> {
              if (earlier.containsKey(other)) {
                rates.putAll(given.adopted(earlier.getOrDefault(other, Map.of())));
              } else {
                given.note(
                    "like",
                    "no rates above for '" + other + "'",
                    String.join(", ", earlier.keySet()));
              }
            });
    boolean complete = given.has("like");
    for (OperatorClass kind : OperatorClass.values()) {
      if (given.has(kind.label()) || (!complete && kind.isRequired())) {
        Dimension dimension = kind.multiplies() ? Dimension.MAC_RATE : Dimension.ELEMENT_RATE;
        rates.put(kind, given.quantity(kind.label(), dimension, false));
      }
    }
    given.close(
        Arrays.stream(OperatorClass.values()).map(OperatorClass::label).toArray(String[]::new));
    return rates;
  }
}
