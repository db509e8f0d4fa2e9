package dev.pluto.cli.text;

import dev.pluto.engine.report.Amount;
import java.util.Locale;

/** Numbers as people read them: three significant digits and a unit that fits. */
public final class Amounts {
  private Amounts() {}

  /** An amount in a unit of the engine: "1.90 ms", "1.25 MB", "12.5 M". */
  public static String of(double value, String unit) {
    return new Amount(value, unit).toString();
  }

  /** A whole amount in a unit of the engine. */
  public static String of(long value, String unit) {
    return of((double) value, unit);
  }

  /** A count with a decimal prefix where it is large: "512", "12.5 M". */
  public static String count(long value) {
    return of((double) value, "");
  }

  /** A share as a percentage: "24.9 %". */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** A number with three significant digits; whole digits are never dropped. */
  public static String significant(double value) {
    return Amount.significant(value);
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
}
