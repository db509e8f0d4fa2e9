package dev.pluto.cli.command;

import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.recipe.RecipeOverride;
import dev.pluto.engine.recipe.RecipeReader;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Flags as changes of a recipe. Reports what is wrong with flags and recipe at once. */
final class RecipeFlags {
  private final List<RecipeOverride> overrides = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /** Sets a key if its flag was given. */
  void set(String keyPath, Optional<?> value) {
    value.ifPresent(v -> overrides.add(RecipeOverride.set(keyPath, v)));
  }

  /** Sets a key to a path, which refers to the working directory and not to the recipe's folder. */
  void path(String keyPath, Optional<Path> path) {
    set(keyPath, path.map(p -> p.toAbsolutePath().normalize().toString()));
  }

  /** Sets the entries of a map; their names may contain dots. */
  void entries(String key, Map<String, ?> entries) {
    entries.forEach(
        (name, value) -> overrides.add(new RecipeOverride.Set(List.of(key, name), value)));
  }

  /** Sets the shapes of inputs. */
  void inputShapes(Map<String, String> written) {
    entries("inputShapes", InputShapes.parse(written, problems));
  }

  /** Splits the epochs between search and recovery. */
  void epochs(Optional<Double> total) {
    total.map(RecipeOverride::epochs).ifPresent(overrides::addAll);
  }

  /** Names the search operators. */
  void operators(List<String> names) {
    if (!names.isEmpty()) {
      overrides.add(new RecipeOverride.Operators(names));
    }
  }

  /** Applies {@code KEY.PATH=VALUE} texts. */
  void assignments(List<String> texts) {
    for (String text : texts) {
      try {
        overrides.add(RecipeOverride.parse(text));
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
  }

  /** Applies {@code task.KEY=VALUE} texts and refuses others. */
  void taskAssignments(List<String> texts) {
    texts.stream()
        .filter(text -> !text.startsWith("task."))
        .forEach(text -> problems.add(new Problem("--set " + text, "no such key here", "task.…")));
    assignments(texts.stream().filter(text -> text.startsWith("task.")).toList());
  }

  /** The recipe file with the changes. */
  Recipe changing(Path recipeFile) {
    return checked(() -> RecipeReader.read(recipeFile, overrides));
  }

  /** A recipe of the flags alone. */
  Recipe alone() {
    return checked(() -> RecipeReader.of(overrides));
  }

  /** The task section alone. */
  Recipe.TaskSection task() {
    return checked(() -> RecipeReader.task(overrides));
  }

  private <T> T checked(Supplier<T> reader) {
    T result;
    try {
      result = reader.get();
    } catch (ProblemException e) {
      List<Problem> all = new ArrayList<>(problems);
      all.addAll(e.problems());
      throw new ProblemException(e.kind(), all);
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    return result;
  }
}
