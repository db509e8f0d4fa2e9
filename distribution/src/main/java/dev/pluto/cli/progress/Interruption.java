package dev.pluto.cli.progress;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.utils.Signals;

/**
 * Ctrl-C, and the signal to terminate. Work that asks is let finish its step and save; other work
 * ends at once, and so does everything at the second signal. Signals are handled rather than the
 * shutdown of the Java runtime, which takes native libraries away from the work that goes on.
 */
public final class Interruption implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM");
  private static final int EXIT_CODE = 130;

  private final PrintStream err;
  private final Map<String, Optional<Object>> replaced;
  private volatile boolean wanted;
  private volatile boolean asked;

  private Interruption(PrintStream err) {
    this.err = err;
    this.replaced =
        SIGNALS.stream()
            .collect(
                Collectors.toMap(
                    signal -> signal,
                    signal -> Optional.ofNullable(Signals.register(signal, this::stop))));
  }

  /** Watches for signals until closed. */
  public static Interruption watch(PrintStream err) {
    return new Interruption(err);
  }

  /** Whether the user wants to stop. */
  public boolean wanted() {
    asked = true;
    return wanted;
  }

  private void stop() {
    if (wanted || !asked) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    wanted = true;
    err.println();
    err.println("stopping after this step; once more stops at once ...");
  }

  /** Gives the signals back. */
  @Override
  public void close() {
    replaced.forEach((signal, handler) -> handler.ifPresent(h -> Signals.unregister(signal, h)));
  }
}
