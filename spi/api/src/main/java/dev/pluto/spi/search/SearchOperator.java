package dev.pluto.spi.search;

import dev.pluto.spi.Api;
import org.pf4j.ExtensionPoint;

/**
 * Something that takes part in the one optimization by decisions, loss terms or both: pruning,
 * quantization, distillation, or a third party's own. Stateless; state lives in what it
 * contributes.
 *
 * @param <O> record of options, each component with {@link dev.pluto.spi.Option}
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface SearchOperator<O extends Record> extends ExtensionPoint {
  /** Name in recipes, such as "pruning". */
  String name();

  /** One line for listings. */
  String description();

  /** The options record. */
  Class<O> options();

  /**
   * Other ways to compute parts of the model. Asked first, on the graph as it was given: the
   * alternatives of all operators become branches of one graph, which the context of {@link
   * #contribute} shows.
   */
  default Restructuring restructure(SearchContext context, O options) {
    return Restructuring.NONE;
  }

  /**
   * Decisions on widths and precisions, loss terms, and a reason for every site that is left alone.
   */
  Contribution contribute(SearchContext context, O options);
}
