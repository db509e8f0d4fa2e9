package dev.pluto.spi.search;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.GraphEditor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One discrete thing that the search may change. Immutable; what is learned lives in the
 * relaxation.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface Decision {
  /** Stable across runs and unique, such as "pruning/stage2.add". */
  String id();

  /** When it acts. */
  Phase phase();

  /**
   * The settings, at least two; the first leaves the model as it is, and the cost of widths and
   * precisions never rises from one to the next.
   */
  List<Setting> settings();

  /**
   * Where the settings lie along the line on which a width moves, rising by setting; equally spaced
   * unless a decision knows better.
   */
  default double[] positions() {
    return IntStream.range(0, settings().size()).asDoubleStream().toArray();
  }

  /**
   * What a setting does to the model, as far as cost is concerned: sizes and precisions, not which
   * channels or which scales.
   */
  void apply(int setting, GraphEditor editor);

  /** The trainable form, on the graph that the decision was made on. */
  Relaxation relax(TrainingContext context);

  /**
   * What stays in force while the structure is frozen at a setting (a quantizer, a sparsity mask).
   * The context's graph is the materialized one. Not called where structure decisions removed what
   * the decision is about.
   */
  Frozen freeze(int setting, TrainingContext context);
}
