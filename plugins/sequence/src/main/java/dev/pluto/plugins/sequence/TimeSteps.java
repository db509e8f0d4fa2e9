package dev.pluto.plugins.sequence;

import dev.pluto.plugins.samples.Problems;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text with one time step a row: numbers between blanks, tabs, commas or semicolons. */
final class TimeSteps {
  private static final Pattern BETWEEN = Pattern.compile("\\s*[,;]\\s*|\\s+");

  private TimeSteps() {}

  /**
   * Reads a file. A first row without a number is a header.
   *
   * @throws ProblemException naming rows that are no numbers or not as long as the first
   */
  static Recording read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw problem(file.toString(), "it cannot be read as text: " + e.getMessage());
    }
    Problems problems = new Problems();
    List<float[]> steps = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      List<String> cells = List.of(BETWEEN.split(lines.get(i).strip(), -1));
      boolean empty = lines.get(i).isBlank();
      boolean header = i == 0 && cells.stream().allMatch(c -> Numbers.parse(c).isEmpty());
      if (!empty && !header) {
        String place = "%s, line %d".formatted(file, i + 1);
        problems.gather(() -> Numbers.of(place, cells)).ifPresent(steps::add);
        int width = steps.isEmpty() ? cells.size() : steps.get(0).length;
        if (cells.size() != width) {
          problems.add(
              place, "it has %d numbers, the first row %d".formatted(cells.size(), width), "");
        }
      }
    }
    problems.refuse();
    if (steps.isEmpty()) {
      throw problem(file.toString(), "there are no numbers in it");
    }
    int width = steps.get(0).length;
    float[] values = new float[Math.multiplyExact(steps.size(), width)];
    for (int t = 0; t < steps.size(); t++) {
      System.arraycopy(steps.get(t), 0, values, t * width, width);
    }
    return new Recording.Numbers(width, values);
  }

  private static ProblemException problem(String place, String what) {
    return new ProblemException(ProblemException.Kind.USAGE, new Problem(place, what));
  }
}
