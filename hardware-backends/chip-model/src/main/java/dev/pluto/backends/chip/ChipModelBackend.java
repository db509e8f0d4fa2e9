package dev.pluto.backends.chip;

import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.DescriptionReader;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.hardware.ChipFolders;
import dev.pluto.spi.hardware.HardwareBackend;
import dev.pluto.spi.hardware.HardwareTarget;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** Whatever lies in the folders of chip descriptions. A file that is wrong is left out. */
@Extension
public final class ChipModelBackend implements HardwareBackend {
  private final Map<String, HardwareTarget> targets = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /** Reads the descriptions in some folders. */
  @Inject
  public ChipModelBackend(ChipFolders folders) {
    for (Path folder : folders.folders()) {
      Map<String, Path> here = new LinkedHashMap<>();
      descriptionsIn(folder).forEach(file -> add(file, here));
    }
  }

  private List<Path> descriptionsIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().matches(".*\\.ya?ml")).sorted().toList();
    } catch (IOException e) {
      problems.add(new Problem(folder.toString(), "the folder of chips can't be read: " + e));
      return List.of();
    }
  }

  /** A chip of an earlier folder hides this one; two in one folder are a mistake. */
  private void add(Path file, Map<String, Path> here) {
    try {
      ChipDescription chip = DescriptionReader.read(file);
      Path twin = here.put(chip.id(), file);
      if (twin != null) {
        problems.add(
            new Problem(file.toString(), "its id is that of " + twin.getFileName(), "another id"));
      } else {
        targets.putIfAbsent(chip.id(), new ChipTarget(chip));
      }
    } catch (ProblemException e) {
      problems.addAll(e.problems());
    }
  }

  @Override
  public List<HardwareTarget> targets() {
    return List.copyOf(targets.values());
  }

  @Override
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  @Override
  public Optional<HardwareTarget> describedBy(Path file) {
    return Optional.of(new ChipTarget(DescriptionReader.read(file)));
  }
}
