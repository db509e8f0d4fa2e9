package dev.pluto.backends.chip.description;

import dev.pluto.spi.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything that is wrong in one description. */
final class Findings {
  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> sources = new LinkedHashSet<>();

  Findings(String file) {
    this.file = file;
  }

  /** Findings that nobody reads. */
  Findings silent() {
    return new Findings(file);
  }

  /** The sources that values may refer to. */
  Set<String> sources() {
    return sources;
  }

  /** Notes a problem at a key of the file. */
  void add(int line, String key, String what, String allowed) {
    problems.add(new Problem("%s:%d %s".formatted(file, line, key).strip(), what, allowed));
  }

  /** All problems, in the order in which they were found. */
  List<Problem> problems() {
    return List.copyOf(problems);
  }
}
