package dev.pluto.plugins.sequence;

import dev.pluto.spi.task.DataFormat;
import java.nio.file.Path;

/** A format of labelled sequences. */
sealed interface SequenceFormat extends DataFormat
    permits WavFolderFormat, WavNamesFormat, ArraysFormat, LabelTableFormat, RowsFormat {
  /**
   * Reads what lies there: headers of sound files and arrays, and all of texts.
   *
   * @param input what the model takes, which tells the axes of arrays
   * @throws dev.pluto.spi.ProblemException naming every file that cannot be used
   */
  SequenceData read(Path path, SequenceInput input, SequenceOptions options);
}
