package dev.pluto.cli.progress;

import dev.pluto.cli.text.Amounts;
import dev.pluto.cli.text.Style;
import dev.pluto.engine.progress.ProgressListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a bar with the remaining time on a terminal, for stages that take longer than two seconds;
 * a line remains of each of these.
 */
public final class BarProgress implements ProgressListener, AutoCloseable {
  private static final int SECONDS_BEFORE_BAR = 2;
  private static final int UPDATE_MILLIS = 250;
  private static final int STAGE_WIDTH = 9;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream err;
  private final int columns;
  private final Style style;
  private final Interruption interruption;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private Optional<ScheduledFuture<?>> pending = Optional.empty();
  private Optional<ProgressBar> bar = Optional.empty();
  private int stages;
  private long done;
  private String figures = "";

  /** A bar on a terminal of this width. */
  public BarProgress(PrintStream err, int columns, Style style, Interruption interruption) {
    this.err = err;
    this.columns = columns;
    this.style = style;
    this.interruption = interruption;
  }

  @Override
  public synchronized void stageStarted(String stage, long steps) {
    removeBar();
    done = 0;
    figures = "";
    int number = ++stages;
    pending =
        Optional.of(
            timer.schedule(
                () -> showBar(number, stage, steps), SECONDS_BEFORE_BAR, TimeUnit.SECONDS));
  }

  private synchronized void showBar(int number, String stage, long steps) {
    if (number != stages || pending.isEmpty()) {
      return; // the stage ended while this waited for the lock
    }
    ProgressBarStyle blocks =
        style == Style.COLOURED
            ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
            : ProgressBarStyle.UNICODE_BLOCK;
    ProgressBar shown =
        new ProgressBarBuilder()
            .setTaskName(padded(stage))
            .setInitialMax(steps > 0 ? steps : -1)
            .setStyle(blocks)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .continuousUpdate()
            .clearDisplayOnFinish()
            .startsFrom(done, Duration.ofSeconds(SECONDS_BEFORE_BAR))
            .setConsumer(new ClearingConsumer(err, columns - 1))
            .build();
    shown.setExtraMessage(figures);
    bar = Optional.of(shown);
  }

  @Override
  public synchronized void progress(String stage, long stepsDone, Map<String, Double> values) {
    done = stepsDone;
    figures = Figures.line(values);
    bar.ifPresent(shown -> shown.stepTo(done).setExtraMessage(figures));
  }

  @Override
  public synchronized void stageFinished(String stage, double seconds) {
    removeBar();
    if (seconds >= SECONDS_BEFORE_BAR) {
      err.println(style.faint(padded(stage) + " " + Amounts.duration(seconds)));
    }
  }

  @Override
  public synchronized void message(String text) {
    err.println(CLEAR_LINE + text);
  }

  @Override
  public boolean cancelled() {
    return interruption.wanted();
  }

  private void removeBar() {
    pending.ifPresent(task -> task.cancel(false));
    bar.ifPresent(ProgressBar::close);
    pending = Optional.empty();
    bar = Optional.empty();
  }

  /** Removes the bar of a stage that failed. */
  @Override
  public synchronized void close() {
    removeBar();
    timer.shutdownNow();
  }

  private static String padded(String stage) {
    return stage + " ".repeat(Math.max(0, STAGE_WIDTH - stage.length()));
  }

  /** Leaves an empty line where the bar was. */
  private static final class ClearingConsumer extends ConsoleProgressBarConsumer {
    private final PrintStream out;

    ClearingConsumer(PrintStream out, int width) {
      super(out, width);
      this.out = out;
    }

    @Override
    public void clear() {
      out.print(CLEAR_LINE);
    }

    @Override
    public void close() {
      out.flush();
    }
  }
}
