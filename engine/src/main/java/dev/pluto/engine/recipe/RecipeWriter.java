package dev.pluto.engine.recipe;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a recipe, all defaults and absolute paths included, so that it can be run again. */
public final class RecipeWriter {
  private RecipeWriter() {}

  /** The recipe as YAML; {@link RecipeReader} makes an equal recipe of it. */
  public static String write(Recipe recipe) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("model", recipe.model().toAbsolutePath().toString());
    keys.put("task", task(recipe.task()));
    keys.put("hardware", recipe.hardware());
    keys.put("budgets", recipe.budgets());
    keys.put("operators", recipe.operators());
    keys.put("strategy", recipe.strategy().label());
    keys.put("search", search(recipe.search()));
    keys.put("recover", recover(recipe.recover()));
    keys.put("inputShapes", recipe.inputShapes());
    recipe.out().ifPresent(out -> keys.put("out", out.toAbsolutePath().toString()));
    return YamlText.write(keys);
  }

  private static Map<String, Object> task(Recipe.TaskSection task) {
    Recipe.DataSection data = task.data();
    Map<String, Object> dataKeys = new LinkedHashMap<>();
    data.format().ifPresent(format -> dataKeys.put("format", format));
    dataKeys.put("path", data.path().toAbsolutePath().toString());
    data.validate().ifPresent(v -> dataKeys.put("validate", v.toAbsolutePath().toString()));
    dataKeys.put("normalize", data.normalize());
    data.limit().ifPresent(limit -> dataKeys.put("limit", limit));
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("name", task.name());
    keys.put("data", dataKeys);
    keys.put("options", task.options());
    return keys;
  }

  private static Map<String, Object> search(Recipe.SearchSection search) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("epochs", search.epochs());
    keys.put("batch", search.batch());
    keys.put("seed", search.seed());
    search.penalty().ifPresent(penalty -> keys.put("penalty", penalty));
    return keys;
  }

  private static Map<String, Object> recover(Recipe.RecoverSection recover) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("epochs", recover.epochs());
    recover.rate().ifPresent(rate -> keys.put("rate", rate));
    keys.put("batchNormalization", recover.batchNormalization().label());
    return keys;
  }
}
