package dev.pluto.engine.progress;

import java.nio.file.Path;
import java.util.Optional;

/** The user stopped what was going on. */
public final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Optional<Path> runDirectory;

  /** A stop of something that leaves nothing behind. */
  public CancelledException() {
    super("stopped");
    this.runDirectory = Optional.empty();
  }

  /** A stop of a run; what was done is kept in its directory. */
  public CancelledException(Path runDirectory) {
    super("stopped; continue with: pluto resume " + runDirectory);
    this.runDirectory = Optional.of(runDirectory);
  }

  /** Where it can be continued, if it can. */
  public Optional<Path> runDirectory() {
    return runDirectory;
  }
}
