package dev.pluto.engine.search;

import dev.pluto.engine.recipe.OptionBinder;
import dev.pluto.spi.search.Contribution;
import dev.pluto.spi.search.Restructuring;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.spi.search.SearchOperator;
import java.util.Map;

/** A search operator with its options. */
public record ConfiguredOperator<O extends Record>(SearchOperator<O> operator, O options) {
  /**
   * Binds the options that a recipe gives under {@code operators.NAME}.
   *
   * @throws dev.pluto.spi.ProblemException (usage) with every unknown or unfit key
   */
  public static <O extends Record> ConfiguredOperator<O> of(
      SearchOperator<O> operator, Map<String, Object> given) {
    return new ConfiguredOperator<>(
        operator, OptionBinder.bind(operator.options(), given, "operators." + operator.name()));
  }

  /** Other ways to compute parts of the model. */
  public Restructuring restructure(SearchContext context) {
    return operator.restructure(context, options);
  }

  /** What the operator adds to the optimization. */
  public Contribution contribute(SearchContext context) {
    return operator.contribute(context, options);
  }
}
