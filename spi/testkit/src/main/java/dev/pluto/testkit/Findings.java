package dev.pluto.testkit;

import dev.pluto.spi.Option;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the violations of one check. */
final class Findings {
  private final List<Violation> violations = new ArrayList<>();

  /** Notes a violation unless the rule holds. */
  void require(boolean holds, String rule, String what) {
    if (!holds) {
      violations.add(new Violation(rule, what));
    }
  }

  /** Notes the names that occur more than once. */
  void requireUnique(Collection<String> names, String rule, String where) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      require(seen.add(name), rule, where + ": '" + name + "' occurs twice");
    }
  }

  /** Checks name, description and options of an extension. */
  void requireDescribed(String name, String description, Class<? extends Record> options) {
    require(
        name.matches("[a-z][a-z0-9-]*"),
        "names are lower-case words joined by hyphens",
        "'" + name + "'");
    require(!description.isBlank(), "an extension describes itself in a line", name);
    for (RecordComponent component : options.getRecordComponents()) {
      require(
          component.isAnnotationPresent(Option.class),
          "every option is described by @Option",
          options.getName() + "." + component.getName());
    }
  }

  /** All violations so far. */
  List<Violation> violations() {
    return List.copyOf(violations);
  }
}
