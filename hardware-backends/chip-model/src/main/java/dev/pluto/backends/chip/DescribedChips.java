package dev.pluto.backends.chip;

import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.DescriptionReader;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.hardware.HardwareTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The descriptions in some folders.
 *
 * @param targets one for each description that is right
 * @param problems what is wrong with the others, which are left out
 */
record DescribedChips(List<HardwareTarget> targets, List<Problem> problems) {
  DescribedChips {
    targets = List.copyOf(targets);
    problems = List.copyOf(problems);
  }

  /** Reads all of them. A chip of an earlier folder hides one of a later folder. */
  static DescribedChips in(List<Path> folders) {
    Map<String, HardwareTarget> targets = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (Path folder : folders) {
      Map<String, Path> here = new LinkedHashMap<>();
      descriptionsIn(folder, problems).forEach(file -> add(file, folders, here, targets, problems));
    }
    return new DescribedChips(List.copyOf(targets.values()), problems);
  }

  private static List<Path> descriptionsIn(Path folder, List<Problem> problems) {
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

  /** Two of one id in one folder are a mistake. */
  private static void add(
      Path file,
      List<Path> folders,
      Map<String, Path> here,
      Map<String, HardwareTarget> targets,
      List<Problem> problems) {
    try {
      ChipDescription chip = DescriptionReader.read(file, folders);
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
}
