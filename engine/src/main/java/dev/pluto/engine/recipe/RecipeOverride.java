package dev.pluto.engine.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A change that a flag of the command line makes to the recipe before it is checked. */
public sealed interface RecipeOverride {

  /**
   * Sets one key.
   *
   * @param keys from the root to the key
   * @param value a text, a number, a boolean, a list or a map of these
   */
  record Set(List<String> keys, Object value) implements RecipeOverride {
    /** Copies the keys. */
    public Set {
      keys = List.copyOf(keys);
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("no key");
      }
    }
  }

  /** Names the search operators; those that the recipe names, too, keep their options. */
  record Operators(List<String> names) implements RecipeOverride {
    /** Copies the names. */
    public Operators {
      names = List.copyOf(names);
    }
  }

  /** Sets the key at a path whose parts contain no dots. */
  static RecipeOverride set(String keyPath, Object value) {
    return new Set(List.of(keyPath.split("\\.", -1)), value);
  }

  /**
   * Reads {@code KEY.PATH=VALUE}; the value is YAML.
   *
   * @throws ProblemException if there is no "=" or no key
   */
  static RecipeOverride parse(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem("--set", "'" + assignment + "' sets nothing", "KEY.PATH=VALUE"));
    }
    Object value = YamlText.parseValue(assignment.substring(equals + 1));
    return set(assignment.substring(0, equals), value);
  }

  /**
   * The overrides that {@code --epochs} stands for: a quarter of the passes searches, three
   * quarters recover.
   */
  static List<RecipeOverride> epochs(double total) {
    double search = total * Recipe.SEARCH_SHARE;
    return List.of(set("search.epochs", search), set("recover.epochs", total - search));
  }

  /** Changes the tree of a recipe. */
  static void apply(RecipeOverride override, ObjectNode recipe) {
    if (override instanceof Set set) {
      List<String> keys = set.keys();
      ObjectNode parent = recipe;
      for (String key : keys.subList(0, keys.size() - 1)) {
        JsonNode child = parent.path(key);
        parent = child.isObject() ? (ObjectNode) child : parent.putObject(key);
      }
      parent.set(keys.get(keys.size() - 1), YamlText.toTree(set.value()));
    } else if (override instanceof Operators operators) {
      List<String> names = new ArrayList<>(operators.names());
      ObjectNode chosen = recipe.objectNode();
      JsonNode given = recipe.path("operators");
      for (String name : names) {
        chosen.set(name, given.path(name).isObject() ? given.path(name) : recipe.objectNode());
      }
      recipe.setAll(Map.of("operators", chosen));
    }
  }
}
