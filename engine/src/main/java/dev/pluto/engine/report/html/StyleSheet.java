package dev.pluto.engine.report.html;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The style sheet that belongs to a class: part of the program, therefore written as it is. */
public final class StyleSheet implements Node {
  private final String css;

  /** Reads the resource {@code name} beside a class. */
  public StyleSheet(Class<?> owner, String name) {
    try (InputStream resource = owner.getResourceAsStream(name)) {
      if (resource == null) {
        throw new FileNotFoundException(name + " beside " + owner.getName());
      }
      css = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(StringBuilder html) {
    html.append("<style>\n").append(css).append("</style>\n");
  }
}
