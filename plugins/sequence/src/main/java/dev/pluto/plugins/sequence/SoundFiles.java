package dev.pluto.plugins.sequence;

import dev.pluto.plugins.samples.Problems;
import dev.pluto.plugins.samples.files.FileListing;
import dev.pluto.plugins.sequence.audio.WavFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sound files with their labels. */
final class SoundFiles {
  private SoundFiles() {}

  /** A file that is not opened yet. */
  record Labelled(Path file, String name, String label) {}

  /** Folders of sound files in a folder, by name; not those that begin with . or _. */
  static List<Path> folders(Path folder) {
    return FileListing.entries(
        folder,
        inner ->
            Files.isDirectory(inner)
                && !String.valueOf(inner.getFileName()).startsWith("_")
                && !FileListing.of(inner, WavFile.ENDING).isEmpty());
  }

  /**
   * Opens files: the first of every label, then the second of every label, and so on, so that the
   * first N are of all classes.
   *
   * @throws dev.pluto.spi.ProblemException naming every file whose header cannot be read
   */
  static List<LabelledRecording> open(List<Labelled> files) {
    Map<String, List<Labelled>> byLabel = new TreeMap<>();
    files.forEach(f -> byLabel.computeIfAbsent(f.label(), label -> new ArrayList<>()).add(f));
    List<Labelled> ordered = new ArrayList<>();
    for (int turn = 0; ordered.size() < files.size(); turn++) {
      for (List<Labelled> ofLabel : byLabel.values()) {
        if (turn < ofLabel.size()) {
          ordered.add(ofLabel.get(turn));
        }
      }
    }
    Problems problems = new Problems();
    List<Optional<LabelledRecording>> opened =
        ordered.parallelStream()
            .map(
                f ->
                    problems
                        .gather(() -> WavFile.open(f.file()))
                        .map(
                            wav ->
                                new LabelledRecording(
                                    f.name(), f.label(), new Recording.Sound(wav))))
            .toList();
    problems.refuse();
    return opened.stream().flatMap(Optional::stream).toList();
  }
}
