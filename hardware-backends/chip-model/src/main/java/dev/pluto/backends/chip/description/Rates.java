package dev.pluto.backends.chip.description;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Multiply-adds or elements per second, by name of precision and class of operators. */
public final class Rates {
  private final Map<String, Map<OperatorClass, Quantity>> byPrecision = new LinkedHashMap<>();

  /** Copies the rates; classes without a rate have that of their general class. */
  public Rates(Map<String, Map<OperatorClass, Quantity>> given) {
    given.forEach(
        (precision, rates) -> {
          Map<OperatorClass, Quantity> complete = new EnumMap<>(OperatorClass.class);
          for (OperatorClass kind : OperatorClass.values()) {
            Optional.ofNullable(rates.get(kind))
                .or(() -> kind.general().map(complete::get))
                .ifPresent(rate -> complete.put(kind, rate));
          }
          byPrecision.put(precision, complete);
        });
  }

  /** The same rates, not known of this chip. */
  Rates assumed() {
    Map<String, Map<OperatorClass, Quantity>> all = new LinkedHashMap<>();
    byPrecision.forEach((precision, rates) -> all.put(precision, Quantity.assumed(rates)));
    return new Rates(all);
  }

  /** The precisions with rates. */
  public Set<String> precisions() {
    return byPrecision.keySet();
  }

  /** The rate of a class; empty where the work is free. */
  public Optional<Quantity> find(String precision, OperatorClass kind) {
    return Optional.ofNullable(byPrecision.getOrDefault(precision, Map.of()).get(kind));
  }
}
