package dev.pluto.cli.view;

import java.util.Locale;

/** Quality as people compare it: with four significant digits. */
final class Quality {
  private Quality() {}

  static String text(double quality) {
    double magnitude = Math.abs(quality);
    int decimals = magnitude < 1 ? 4 : magnitude < 10 ? 3 : magnitude < 100 ? 2 : 1;
    return String.format(Locale.ROOT, "%." + decimals + "f", quality);
  }
}
