package dev.pluto.cli.progress;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C. The process is about to end by the signal; the run is asked to stop, and gets the time to
 * finish its step and save.
 */
public final class Interruption implements AutoCloseable {
  private static final long MOST_SECONDS = 60;

  private final PrintStream err;
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "interruption");
  private volatile boolean wanted;
  private volatile boolean asked;

  private Interruption(PrintStream err) {
    this.err = err;
  }

  /** Watches for signals until closed. */
  public static Interruption watch(PrintStream err) {
    Interruption interruption = new Interruption(err);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the user wants to stop; work that asks is waited for. */
  public boolean wanted() {
    asked = true;
    return wanted;
  }

  private void stop() {
    wanted = true;
    if (!asked) {
      return;
    }
    err.println();
    err.println("stopping after this step ...");
    try {
      if (!finished.await(MOST_SECONDS, TimeUnit.SECONDS)) {
        err.println("the step takes too long; the last checkpoint counts");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The work is done, and its user informed. */
  @Override
  public void close() {
    finished.countDown();
    if (!wanted) {
      removeHook();
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      wanted = true; // the signal came in this very moment, and the hook returns at once
    }
  }
}
