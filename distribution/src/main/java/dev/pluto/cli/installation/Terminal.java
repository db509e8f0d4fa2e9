package dev.pluto.cli.installation;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * What the terminal can show. The launcher tells, because a Java program can't ask for standard
 * output and standard error apart.
 *
 * @param outputIsTerminal whether standard output is a terminal
 * @param errorColumns columns of the terminal that standard error is; empty if it is none
 * @param coloured whether colours are wanted
 */
public record Terminal(boolean outputIsTerminal, OptionalInt errorColumns, boolean coloured) {
  private static final int USUAL_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 40;

  /** The terminal of this process. */
  public static Terminal current() {
    return of(System.getProperties(), System.getenv());
  }

  static Terminal of(Properties properties, Map<String, String> environment) {
    OptionalInt columns =
        Optional.ofNullable(properties.getProperty("pluto.stderr.columns"))
            .map(Terminal::columns)
            .orElse(OptionalInt.empty());
    boolean coloured =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Terminal(
        Boolean.parseBoolean(properties.getProperty("pluto.stdout.terminal")), columns, coloured);
  }

  private static OptionalInt columns(String text) {
    int columns = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    return OptionalInt.of(columns < FEWEST_COLUMNS ? USUAL_COLUMNS : columns);
  }
}
