package dev.pluto.cli.text;

import java.util.regex.Pattern;

/** Emphasis by ANSI sequences, or none. */
public enum Style {
  PLAIN,
  COLOURED;

  private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[[0-9;]*m");

  /** A heading. */
  public String heading(String text) {
    return wrap("1", text);
  }

  /** Less important. */
  public String faint(String text) {
    return wrap("2", text);
  }

  /** As it should be. */
  public String good(String text) {
    return wrap("32", text);
  }

  /** Not as it should be. */
  public String bad(String text) {
    return wrap("31", text);
  }

  private String wrap(String code, String text) {
    return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }

  /** Number of characters that a terminal shows. */
  static int length(String text) {
    String shown = SEQUENCE.matcher(text).replaceAll("");
    return shown.codePointCount(0, shown.length());
  }
}
