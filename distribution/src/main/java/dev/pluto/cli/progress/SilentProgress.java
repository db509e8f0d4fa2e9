package dev.pluto.cli.progress;

import dev.pluto.engine.progress.ProgressListener;

/** Shows nothing. */
public record SilentProgress(Interruption interruption) implements ProgressListener {
  @Override
  public boolean cancelled() {
    return interruption.wanted();
  }
}
