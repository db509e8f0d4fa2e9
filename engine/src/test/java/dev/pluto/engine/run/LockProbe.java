package dev.pluto.engine.run;

import java.nio.file.Path;

/** Another process that tries to run in a folder; its exit code is 0 if it may. */
final class LockProbe {
  private LockProbe() {}

  /** Opens the run directory that is the only argument. */
  public static void main(String[] folder) {
    RunDirectory.reopen(Path.of(folder[0])).close();
  }
}
