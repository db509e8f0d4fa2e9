package dev.pluto.engine.progress;

import java.nio.file.Path;

/** The user stopped a run; what was done is kept in its run directory. */
public final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Path runDirectory;

  /** A stop of the run in this directory. */
  public CancelledException(Path runDirectory) {
    super("stopped; continue with: pluto resume " + runDirectory);
    this.runDirectory = runDirectory;
  }

  /** Where the run can be continued. */
  public Path runDirectory() {
    return runDirectory;
  }
}
