package dev.pluto.engine.search;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import dev.pluto.engine.train.Batch;
import dev.pluto.engine.train.ChannelCompensation;
import dev.pluto.engine.train.Hooks;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Phase;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The weights with which the recovery of a structure begins: those of the search, which were
 * trained while the structure shrank, or the given model's, fitted to the channels that are left.
 * Where the given model's outputs are all that counts, the weights with the lower loss are taken;
 * with targets of its own, a task keeps what the search has learned.
 */
record StartingWeights(Optimization optimization, RelaxedStructure structure) {
  /** Batches on which regressions rest and losses are compared. */
  private static final int BATCHES = 4;

  /**
   * The searched graph with the weights that have the lower loss.
   *
   * @param chosen settings of the structure
   */
  Graph of(Graph searched, int[] chosen) {
    SearchTask search = optimization.search();
    List<Hook> hooks =
        search
            .space()
            .inForce(chosen)
            .filter(d -> search.space().decisions().get(d).phase() != Phase.PRECISION)
            .filter(d -> chosen[d] > 0)
            .boxed()
            .flatMap(d -> structure.relaxations().get(d).hooks(chosen[d]).stream())
            .toList();
    if (hooks.isEmpty() || !search.task().comparesWithOriginal()) {
      return searched;
    }
    Hooks active = new Hooks(hooks);
    List<Batch> batches = search.sample().subList(0, BATCHES);
    NormalizedForm form = new NormalizedForm(optimization.session(), search);
    double trained;
    try (TrainableGraph network = form.plain(searched)) {
      trained = loss(batches, inputs -> network.evaluate(inputs, active));
    }
    try (TrainableGraph network = form.plain(given(searched))) {
      new ChannelCompensation(
              optimization.session(), optimization.teacher(), network, active, batches)
          .run();
      double fitted = loss(batches, inputs -> network.evaluate(inputs, active));
      optimization
          .listener()
          .message(
              String.format(
                  Locale.ROOT,
                  "loss before the recovery: %.3g with the weights of the search, %.3g with the"
                      + " given ones fitted to what is left",
                  trained,
                  fitted));
      return fitted < trained ? network.bake() : searched;
    }
  }

  /** The searched graph with the weights of the given model, where it has them. */
  private Graph given(Graph searched) {
    Graph.Builder builder = searched.toBuilder();
    optimization
        .teacher()
        .graph()
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (searched.initializers().containsKey(name)) {
                builder.initializer(name, tensor);
              }
            });
    return builder.build();
  }

  private double loss(List<Batch> batches, UnaryOperator<NDList> network) {
    SearchTask search = optimization.search();
    NDManager manager = optimization.session().manager();
    double sum = 0;
    for (Batch batch : batches) {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDList inputs = batch.inputs(manager);
        NDList targets = optimization.teacher().evaluate(inputs, Hooks.NONE);
        sum += search.task().loss(network.apply(inputs), targets).getFloat();
      }
    }
    return sum / batches.size();
  }
}
