package dev.pluto.plugins.sequence;

import dev.pluto.plugins.samples.files.FileListing;
import dev.pluto.plugins.samples.files.FolderParts;
import dev.pluto.plugins.sequence.audio.WavFile;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One folder of WAV files per class; lists of test files as Speech Commands has them. */
final class WavFolderFormat implements SequenceFormat {
  /** The first that is there says which files are the test part. */
  private static final List<String> LISTS = List.of("testing_list.txt", "validation_list.txt");

  @Override
  public String name() {
    return "wav-folder";
  }

  @Override
  public String description() {
    return "a folder of folders of WAV files, one per class (not those that begin with _ or .);"
        + " train/ and test/ (or val/) above them, or testing_list.txt in it with the paths of test"
        + " files, where there is a test part";
  }

  @Override
  public Recognition recognise(Path path) {
    int classes = SoundFiles.folders(parts(path).training()).size();
    return classes < 2
        ? new Recognition(0, "no two folders of WAV files in it")
        : new Recognition(0.9, classes + " folders of WAV files");
  }

  @Override
  public SequenceData read(Path path, SequenceInput input, SequenceOptions options) {
    FolderParts parts = parts(path);
    List<LabelledRecording> all = recordings(parts.training());
    if (parts.test().isPresent()) {
      Path test = parts.test().get();
      return new SequenceData(
          new SequenceData.Part(parts.training().toString(), all),
          Optional.of(new SequenceData.Part(test.toString(), recordings(test))));
    }
    Optional<Path> list =
        LISTS.stream().map(parts.training()::resolve).filter(Files::isRegularFile).findFirst();
    if (list.isEmpty()) {
      return new SequenceData(
          new SequenceData.Part(parts.training().toString(), all), Optional.empty());
    }
    Set<String> listed = lines(list.get());
    return new SequenceData(
        new SequenceData.Part(
            parts.training().toString(),
            all.stream().filter(r -> !listed.contains(r.name())).toList()),
        Optional.of(
            new SequenceData.Part(
                list.get().toString(),
                all.stream().filter(r -> listed.contains(r.name())).toList())));
  }

  private static Set<String> lines(Path file) {
    try {
      Set<String> lines = new HashSet<>();
      Files.readAllLines(file).forEach(line -> lines.add(line.strip()));
      return lines;
    } catch (IOException e) {
      throw problem(file, "it cannot be read: " + e.getMessage(), "");
    }
  }

  private static FolderParts parts(Path path) {
    return FolderParts.of(path, folder -> !SoundFiles.folders(folder).isEmpty());
  }

  private List<LabelledRecording> recordings(Path folder) {
    List<SoundFiles.Labelled> files = new ArrayList<>();
    for (Path inner : SoundFiles.folders(folder)) {
      String label = String.valueOf(inner.getFileName());
      for (Path file : FileListing.of(inner, WavFile.ENDING)) {
        files.add(new SoundFiles.Labelled(file, label + "/" + file.getFileName(), label));
      }
    }
    if (files.isEmpty()) {
      throw problem(folder, "no folders of WAV files in it", description());
    }
    return SoundFiles.open(files);
  }

  private static ProblemException problem(Path place, String what, String allowed) {
    return new ProblemException(
        ProblemException.Kind.USAGE, new Problem(place.toString(), what, allowed));
  }
}
