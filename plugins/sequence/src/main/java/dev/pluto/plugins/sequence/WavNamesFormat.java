package dev.pluto.plugins.sequence;

import dev.pluto.plugins.samples.Problems;
import dev.pluto.plugins.samples.files.FileListing;
import dev.pluto.plugins.samples.files.FolderParts;
import dev.pluto.plugins.sequence.audio.WavFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A flat folder of WAV files whose names carry the label. */
final class WavNamesFormat implements SequenceFormat {
  @Override
  public String name() {
    return "wav-names";
  }

  @Override
  public String description() {
    return "a folder of WAV files, or with one such folder in it, named LABEL_anything.wav (task.options.labelPattern for other"
        + " names); train/ and test/ (or val/) above them where there is a test part";
  }

  @Override
  public Recognition recognise(Path path) {
    int files = FileListing.of(parts(path).training(), WavFile.ENDING).size();
    return files == 0
        ? new Recognition(0, "no WAV files directly in it")
        : new Recognition(0.8, files + " WAV files");
  }

  private static FolderParts parts(Path path) {
    FolderParts parts =
        FolderParts.of(path, folder -> !FileListing.of(folder, WavFile.ENDING).isEmpty());
    List<Path> inner = SoundFiles.folders(path);
    boolean alone =
        inner.size() == 1
            && parts.test().isEmpty()
            && FileListing.of(parts.training(), WavFile.ENDING).isEmpty();
    return alone ? new FolderParts(inner.get(0), Optional.empty()) : parts;
  }

  @Override
  public SequenceData read(Path path, SequenceInput input, SequenceOptions options) {
    FolderParts parts = parts(path);
    Pattern pattern = Pattern.compile(options.labelPattern());
    return new SequenceData(
        part(parts.training(), pattern), parts.test().map(test -> part(test, pattern)));
  }

  private static SequenceData.Part part(Path folder, Pattern pattern) {
    Problems problems = new Problems();
    List<SoundFiles.Labelled> files = new ArrayList<>();
    for (Path file : FileListing.atLeastOne(folder, WavFile.ENDING)) {
      String name = String.valueOf(file.getFileName());
      Matcher matcher = pattern.matcher(name);
      if (matcher.matches() && matcher.group(1) != null) {
        files.add(new SoundFiles.Labelled(file, name, matcher.group(1)));
      } else {
        problems.add(
            file.toString(),
            "its name carries no label",
            "names like task.options.labelPattern, " + pattern);
      }
    }
    problems.refuse();
    return new SequenceData.Part(folder.toString(), SoundFiles.open(files));
  }
}
