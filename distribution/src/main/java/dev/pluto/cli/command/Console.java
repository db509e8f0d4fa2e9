package dev.pluto.cli.command;

import dev.pluto.cli.failure.Failure;
import dev.pluto.cli.installation.Terminal;
import dev.pluto.cli.text.Printable;
import dev.pluto.cli.text.Style;
import dev.pluto.cli.view.JsonText;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.Function;

/**
 * Where a command writes: its result to standard output, all else to standard error.
 *
 * @param json whether the result is one JSON document
 * @param quiet whether only results and failures are written
 */
record Console(PrintWriter out, PrintStream err, boolean json, boolean quiet) {
  /**
   * Writes the result.
   *
   * @param document what it is as JSON
   * @param text what it is as text in a style
   */
  void result(Object document, Function<Style, String> text) {
    if (json) {
      out.println(JsonText.of(document));
    } else {
      Terminal terminal = Terminal.current();
      boolean coloured = terminal.outputIsTerminal() && terminal.coloured();
      out.print(Printable.of(text.apply(coloured ? Style.COLOURED : Style.PLAIN)));
    }
    out.flush();
  }

  /** Writes something that the user should read. */
  void notice(String text) {
    if (!quiet) {
      err.println(Printable.of(text));
    }
  }

  /** Writes why the command failed. */
  void failure(Failure failure) {
    err.print(Printable.of(failure.text()));
    err.flush();
    if (json) {
      out.println(JsonText.of(failure.json()));
      out.flush();
    }
  }
}
