package dev.pluto.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.cli.text.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BarProgressTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void aShortStageShowsNothing() {
    try (Interruption interruption = Interruption.watch(err);
        BarProgress progress = new BarProgress(err, 80, Style.PLAIN, interruption)) {
      progress.stageStarted("import", 0);
      progress.stageFinished("import", 0.1);
    }
    assertThat(written.size()).isZero();
  }

  @Test
  void aLongStageShowsABarAndLeavesALine() throws InterruptedException {
    try (Interruption interruption = Interruption.watch(err);
        BarProgress progress = new BarProgress(err, 80, Style.PLAIN, interruption)) {
      progress.stageStarted("search", 10);
      progress.progress("search", 5, Map.of("loss", 0.25));
      Thread.sleep(2500);
      progress.stageFinished("search", 2.5);
    }
    String text = written.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("search     50% ", "loss 0.250").endsWith("search    2.5 s\n");
    assertThat(text).doesNotContain("\u001b[3");
  }
}
