package dev.pluto.cli.command;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shapes as {@code --input-shape} takes them: 1x3x128x128. */
final class InputShapes {
  private static final String SHAPE = "[1-9][0-9]{0,9}(x[1-9][0-9]{0,9})*";

  private InputShapes() {}

  /**
   * The shapes by input name.
   *
   * @throws ProblemException (usage) with everything that is wrong
   */
  static Map<String, List<Long>> parse(Map<String, String> written) {
    List<Problem> problems = new ArrayList<>();
    Map<String, List<Long>> shapes = parse(written, problems);
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    return shapes;
  }

  /** As {@link #parse(Map)}, but notes what is wrong. */
  static Map<String, List<Long>> parse(Map<String, String> written, List<Problem> problems) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    written.forEach(
        (name, text) -> {
          if (text.matches(SHAPE)) {
            shapes.put(name, Arrays.stream(text.split("x", -1)).map(Long::valueOf).toList());
          } else {
            String what = "'" + text + "' is no shape";
            problems.add(new Problem("--input-shape " + name, what, "sizes such as 1x3x128x128"));
          }
        });
    return shapes;
  }
}
