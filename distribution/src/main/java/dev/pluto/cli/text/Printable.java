package dev.pluto.cli.text;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text that a terminal shows and does not obey: names in a model that someone else made may hold
 * any characters, those that move the cursor or give commands included.
 */
public final class Printable {
  /** Colours and emphasis, as {@link Style} writes them, stay. */
  private static final Pattern HARMFUL =
      Pattern.compile("(?!\\u001b\\[[0-9;]*m)[\\p{Cc}\\p{Cf}&&[^\\n\\t]]");

  private static final int LONGEST_LINE = 2000;

  private Printable() {}

  /** The text with control characters written as their numbers, and no line without end. */
  public static String of(String text) {
    String plain =
        HARMFUL.matcher(text).replaceAll(m -> String.format("\\\\u%04x", m.group().codePointAt(0)));
    return plain.lines().anyMatch(line -> line.length() > LONGEST_LINE) ? shortened(plain) : plain;
  }

  private static String shortened(String text) {
    return text.lines()
        .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line)
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
