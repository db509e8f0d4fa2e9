package dev.pluto.engine.report.html;

/** Text, from wherever it comes: it can't become markup, and it can't reorder what is around it. */
public record Text(String text) implements Node {
  @Override
  public void write(StringBuilder html) {
    text.codePoints().forEach(c -> escape(c, html));
  }

  private static void escape(int codePoint, StringBuilder html) {
    switch (codePoint) {
      case '&' -> html.append("&amp;");
      case '<' -> html.append("&lt;");
      case '>' -> html.append("&gt;");
      case '"' -> html.append("&quot;");
      case '\'' -> html.append("&#39;");
      default -> html.appendCodePoint(isHarmless(codePoint) ? codePoint : 0xFFFD);
    }
  }

  /** Not so: control characters, lone surrogates, and marks that turn the direction of writing. */
  private static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> codePoint == '\n' || codePoint == '\t';
      case Character.FORMAT, Character.SURROGATE -> false;
      default -> true;
    };
  }
}
