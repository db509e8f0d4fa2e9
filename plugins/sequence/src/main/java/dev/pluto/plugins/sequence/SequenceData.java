package dev.pluto.plugins.sequence;

import java.util.List;
import java.util.Optional;

/**
 * What a format finds under a path.
 *
 * @param training the training part, or all there is
 * @param test the usual test part, where there is one beside the training part
 */
record SequenceData(Part training, Optional<Part> test) {
  /**
   * One of the parts.
   *
   * @param origin the file or folder it comes from, for reports
   */
  record Part(String origin, List<LabelledRecording> recordings) {
    Part {
      recordings = List.copyOf(recordings);
    }
  }
}
