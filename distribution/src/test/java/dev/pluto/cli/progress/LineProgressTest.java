package dev.pluto.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineProgressTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);
  private final AtomicLong seconds = new AtomicLong();

  @Test
  void aLineEveryFiveSecondsWithFiguresAndTheTimeLeft() {
    try (Interruption interruption = Interruption.watch(err)) {
      LineProgress progress =
          new LineProgress(err, interruption, () -> seconds.get() * 1_000_000_000L);
      progress.stageStarted("search", 100);
      for (int step = 1; step <= 10; step++) {
        seconds.incrementAndGet();
        progress.progress("search", step, Map.of("loss", 0.5));
      }
      progress.stageFinished("search", 10);
      assertThat(progress.cancelled()).isFalse();
    }
    assertThat(written.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "search ...",
            "search: 5 of 100, loss 0.500, about 1 min 35 s left",
            "search: 10 of 100, loss 0.500, about 1 min 30 s left",
            "search: done in 10.0 s");
  }
}
