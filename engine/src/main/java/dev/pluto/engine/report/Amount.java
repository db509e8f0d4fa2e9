package dev.pluto.engine.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** A number with its unit, as people read it: three significant digits and a prefix that fits. */
public record Amount(double value, String unit) {
  private static final int DIGITS = 3;
  private static final List<String> PREFIXES = List.of("", "k", "M", "G", "T", "P");
  private static final List<String> SMALL_PREFIXES = List.of("", "m", "µ", "n", "p");

  @Override
  public String toString() {
    return switch (unit) {
      case "B" -> prefixed("B");
      case "MAC", "FLOP", "" -> prefixed("");
      case "J" -> divided("J");
      default -> significant(value) + " " + unit;
    };
  }

  private String prefixed(String symbol) {
    int prefix = 0;
    double scaled = value;
    while (Math.abs(scaled) >= 999.5 && prefix < PREFIXES.size() - 1) {
      scaled /= 1000;
      prefix++;
    }
    boolean whole = prefix == 0 && value == Math.rint(value);
    String number = whole ? Long.toString((long) value) : significant(scaled);
    return (number + " " + PREFIXES.get(prefix) + symbol).strip();
  }

  private String divided(String symbol) {
    int prefix = 0;
    double scaled = value;
    while (scaled != 0 && Math.abs(scaled) < 0.9995 && prefix < SMALL_PREFIXES.size() - 1) {
      scaled *= 1000;
      prefix++;
    }
    return significant(scaled) + " " + SMALL_PREFIXES.get(prefix) + symbol;
  }

  /** Three significant digits; whole digits are never dropped. */
  public static String significant(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(DIGITS));
    int wholeDigits = rounded.precision() - rounded.scale();
    return wholeDigits <= -DIGITS
        ? String.format(Locale.ROOT, "%.2e", value)
        : String.format(Locale.ROOT, "%." + Math.max(0, DIGITS - wholeDigits) + "f", value);
  }
}
