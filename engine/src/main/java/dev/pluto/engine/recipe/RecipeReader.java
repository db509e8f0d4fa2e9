package dev.pluto.engine.recipe;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.ProblemException.Kind;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads recipes. Checks all that can be checked without plugins: keys, types, ranges, files.
 * Relative paths refer to the folder of the recipe file; without one, to the working directory.
 */
public final class RecipeReader {
  private static final long MOST_BYTES = 1 << 20;

  private RecipeReader() {}

  /**
   * Reads a recipe file; overrides win over what it says.
   *
   * @throws ProblemException (usage) with everything that is wrong
   */
  public static Recipe read(Path file, List<RecipeOverride> overrides) {
    return bind(parse(file), file.toAbsolutePath().resolveSibling(""), overrides);
  }

  /**
   * Makes a recipe of overrides alone.
   *
   * @throws ProblemException (usage) with everything that is wrong
   */
  public static Recipe of(List<RecipeOverride> overrides) {
    return bind(JsonNodeFactory.instance.objectNode(), Path.of(""), overrides);
  }

  /**
   * Makes the task section alone, from overrides of keys under {@code task}.
   *
   * @throws ProblemException (usage) with everything that is wrong
   */
  public static Recipe.TaskSection task(List<RecipeOverride> overrides) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    overrides.forEach(override -> RecipeOverride.apply(override, tree));
    List<Problem> problems = new ArrayList<>();
    Optional<Recipe.TaskSection> task =
        new RecordBinder(new ScalarBinder(Path.of("")), problems)
            .bind(Recipe.TaskSection.class, tree.path("task"), "task");
    return task.orElseThrow(() -> new ProblemException(Kind.USAGE, problems));
  }

  private static Recipe bind(ObjectNode tree, Path folder, List<RecipeOverride> overrides) {
    overrides.forEach(override -> RecipeOverride.apply(override, tree));
    List<Problem> problems = new ArrayList<>();
    Optional<Recipe> recipe =
        new RecordBinder(new ScalarBinder(folder), problems).bind(Recipe.class, tree, "");
    if (tree.path("budgets").isEmpty()) {
      problems.add(
          new Problem("budgets", "is missing", "at least one METRIC: VALUE, such as macs: 50%"));
    }
    recipe.flatMap(RecipeReader::strayPenalty).ifPresent(problems::add);
    return recipe
        .filter(r -> problems.isEmpty())
        .orElseThrow(() -> new ProblemException(Kind.USAGE, problems));
  }

  /** A penalty for a strategy that has none. */
  private static Optional<Problem> strayPenalty(Recipe recipe) {
    Recipe.Strategy owner = Recipe.Strategy.FIXED_PENALTY;
    return recipe.search().penalty().isPresent() && recipe.strategy() != owner
        ? Optional.of(
            new Problem(
                "search.penalty",
                "strategy '%s' has no use for it".formatted(recipe.strategy().label()),
                "only with strategy: " + owner.label()))
        : Optional.empty();
  }

  private static ObjectNode parse(Path file) {
    String place = file.toString();
    try {
      if (!Files.isRegularFile(file)) {
        throw usage(place, Files.exists(file) ? "is not a file" : "no such file");
      }
      if (Files.size(file) > MOST_BYTES) {
        throw usage(place, "is larger than 1 MiB and no recipe");
      }
      JsonNode tree = YamlText.parse(Files.readString(file));
      if (tree instanceof ObjectNode object) {
        return object;
      }
      throw usage(place, "is not a recipe: no 'key: value' lines in it");
    } catch (MalformedInputException e) {
      throw usage(place, "is not a recipe: no UTF-8 text");
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String line = at == null ? "" : ":" + at.getLineNr();
      throw usage(place + line, e.getOriginalMessage().lines().findFirst().orElse("is no YAML"));
    } catch (IOException e) {
      throw usage(place, "can't be read: " + e.getMessage());
    }
  }

  private static ProblemException usage(String place, String what) {
    return new ProblemException(Kind.USAGE, new Problem(place, what));
  }
}
