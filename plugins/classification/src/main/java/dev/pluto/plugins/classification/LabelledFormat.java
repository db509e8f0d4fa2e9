package dev.pluto.plugins.classification;

import dev.pluto.spi.task.DataFormat;
import java.nio.file.Path;

/** A format of labelled images. */
sealed interface LabelledFormat extends DataFormat permits IdxFormat, CifarFormat, FolderFormat {
  /**
   * Reads what lies there.
   *
   * @throws dev.pluto.spi.ProblemException naming every file that cannot be used
   */
  LabelledData read(Path path);

  /** Whether a mirrored image usually still shows its class. */
  boolean mirrorsWell();
}
