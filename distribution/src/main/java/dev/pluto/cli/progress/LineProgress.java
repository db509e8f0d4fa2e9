package dev.pluto.cli.progress;

import dev.pluto.cli.text.Amounts;
import dev.pluto.engine.progress.ProgressListener;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.LongSupplier;

/** Shows progress as lines, for logs: one when a stage starts and ends, and some between. */
public final class LineProgress implements ProgressListener {
  private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

  private final PrintStream err;
  private final Interruption interruption;
  private final LongSupplier nanoTime;
  private long steps;
  private long started;
  private long lastLine;

  /** Lines on standard error. */
  public LineProgress(PrintStream err, Interruption interruption, LongSupplier nanoTime) {
    this.err = err;
    this.interruption = interruption;
    this.nanoTime = nanoTime;
  }

  @Override
  public void stageStarted(String stage, long stageSteps) {
    steps = stageSteps;
    started = nanoTime.getAsLong();
    lastLine = started;
    err.println(stage + " ...");
  }

  @Override
  public void progress(String stage, long done, Map<String, Double> figures) {
    long now = nanoTime.getAsLong();
    if (now - lastLine < NANOS_BETWEEN_LINES) {
      return;
    }
    lastLine = now;
    StringBuilder line = new StringBuilder(stage).append(": ").append(done);
    if (steps > 0) {
      line.append(" of ").append(steps);
    }
    if (!figures.isEmpty()) {
      line.append(", ").append(Figures.line(figures));
    }
    if (steps > 0 && done > 0 && done < steps) {
      double seconds = (now - started) / 1e9;
      line.append(", about ").append(Amounts.duration(seconds * (steps - done) / done));
      line.append(" left");
    }
    err.println(line);
  }

  @Override
  public void stageFinished(String stage, double seconds) {
    err.println(stage + ": done in " + Amounts.duration(seconds));
  }

  @Override
  public void message(String text) {
    err.println(text);
  }

  @Override
  public boolean cancelled() {
    return interruption.wanted();
  }
}
