package dev.pluto.engine.recipe;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.ProblemException.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds the recipe's options of a plugin to the record that the plugin declares. */
public final class OptionBinder {
  private OptionBinder() {}

  /**
   * The options; what the recipe leaves out takes the default of its {@link dev.pluto.spi.Option}.
   *
   * @param place key path of the options in the recipe, such as "operators.pruning"
   * @throws ProblemException (usage) with every unknown or unfit key
   */
  public static <R extends Record> R bind(Class<R> type, Map<String, Object> given, String place) {
    List<Problem> problems = new ArrayList<>();
    return bind(type, given, place, problems)
        .orElseThrow(() -> new ProblemException(Kind.USAGE, problems));
  }

  /** As {@link #bind(Class, Map, String)}, but adds what is wrong to {@code problems}. */
  public static <R extends Record> Optional<R> bind(
      Class<R> type, Map<String, Object> given, String place, List<Problem> problems) {
    return new RecordBinder(new ScalarBinder(Path.of("")), problems)
        .bind(type, YamlText.toTree(given), place);
  }
}
