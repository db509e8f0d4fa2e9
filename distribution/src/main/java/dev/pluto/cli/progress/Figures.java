package dev.pluto.cli.progress;

import dev.pluto.cli.text.Amounts;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures of a step as one line. */
final class Figures {
  private Figures() {}

  /** "loss 0.532, macs 1.12". */
  static String line(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .map(figure -> figure.getKey() + " " + Amounts.significant(figure.getValue()))
        .collect(Collectors.joining(", "));
  }
}
