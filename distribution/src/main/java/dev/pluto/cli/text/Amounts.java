package dev.pluto.cli.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Numbers as people read them: three significant digits and a unit that fits. */
public final class Amounts {
  private static final int DIGITS = 3;
  private static final List<String> PREFIXES = List.of("", "k", "M", "G", "T", "P");

  private Amounts() {}

  /** An amount in a unit of the engine: "1.90 ms", "1.25 MB", "12.5 M". */
  public static String of(double value, String unit) {
    return switch (unit) {
      case "B" -> prefixed(value, "B");
      case "MAC", "" -> prefixed(value, "");
      default -> significant(value) + " " + unit;
    };
  }

  /** A whole amount in a unit of the engine. */
  public static String of(long value, String unit) {
    return of((double) value, unit);
  }

  /** A count with a decimal prefix where it is large: "512", "12.5 M". */
  public static String count(long value) {
    return prefixed((double) value, "");
  }

  /** A share as a percentage: "24.9 %". */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** A number with three significant digits; whole digits are never dropped. */
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

  /** A duration: "850 ms", "12.3 s", "3 min 05 s". */
  public static String duration(double seconds) {
    if (seconds < 1) {
      return Math.round(seconds * 1000) + " ms";
    }
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  private static String prefixed(double value, String unit) {
    int prefix = 0;
    double scaled = value;
    while (Math.abs(scaled) >= 999.5 && prefix < PREFIXES.size() - 1) {
      scaled /= 1000;
      prefix++;
    }
    String suffix = PREFIXES.get(prefix) + unit;
    boolean whole = prefix == 0 && value == Math.rint(value);
    String number = whole ? Long.toString((long) value) : significant(scaled);
    return suffix.isEmpty() ? number : number + " " + suffix;
  }
}
