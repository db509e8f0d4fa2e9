package dev.pluto.engine.report.chart;

import java.math.BigDecimal;
import java.math.MathContext;

/** A point of a line. */
public record Point(double x, double y) {
  private static final MathContext DIGITS = new MathContext(4);
  private static final int LONGEST = 12;

  /** The height in figures, four of them at most. */
  String height() {
    BigDecimal rounded = BigDecimal.valueOf(y).round(DIGITS).stripTrailingZeros();
    String plain = rounded.toPlainString();
    return plain.length() <= LONGEST ? plain : rounded.toString();
  }
}
