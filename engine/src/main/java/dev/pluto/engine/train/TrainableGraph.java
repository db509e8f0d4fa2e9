package dev.pluto.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.OperatorDefinition;
import dev.pluto.spi.operator.ScriptedFunctions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A graph whose float constants are trainable arrays. Quantizations of the graph are not simulated
 * here; hooks do that.
 */
public final class TrainableGraph implements AutoCloseable {
  private final TrainingSession session;
  private final Graph graph;
  private final Function<Node, OperatorDefinition> operators;
  private final NDManager manager;
  private final ScriptedFunctions scripts;
  private final long opset;
  private final List<String> outputs;
  private final OpaqueRuns opaque;
  private boolean frozenStatistics;

  /** Trained by gradients. */
  private final Map<String, NDArray> weights = new LinkedHashMap<>();

  /** Running statistics of BatchNormalization, updated by forward passes in training mode. */
  private final Map<String, NDArray> statistics = new LinkedHashMap<>();

  private final Map<String, NDArray> constants = new HashMap<>();

  /** Copies the graph's constants into native memory; its outputs are those of the graph. */
  public TrainableGraph(
      TrainingSession session, Graph graph, Function<Node, OperatorDefinition> operators) {
    this(session, graph, operators, graph.outputs().stream().map(ValueInfo::name).toList());
  }

  /**
   * Copies the graph's constants into native memory.
   *
   * @param outputs the values that count as its outputs
   */
  public TrainableGraph(
      TrainingSession session,
      Graph graph,
      Function<Node, OperatorDefinition> operators,
      List<String> outputs) {
    this.session = session;
    this.graph = graph;
    this.operators = operators;
    this.manager = session.manager().newSubManager();
    this.scripts = session.scripts();
    this.opset = graph.opsets().getOrDefault("", 1L);
    this.outputs = List.copyOf(outputs);
    this.opaque = new OpaqueRuns(graph, manager);
    Set<String> running = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (node.opType().equals("BatchNormalization")) {
        running.add(node.inputs().get(3));
        running.add(node.inputs().get(4));
      }
    }
    graph
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (!OpaqueRuns.isOnlyReadByParts(graph, name)) {
                load(name, tensor, running);
              }
            });
  }

  private void load(String name, Tensor tensor, Set<String> running) {
    NDArray array = HostArrays.toNative(manager, tensor);
    array.attach(manager);
    NDScope.unregister(array);
    if (!tensor.dataType().isFloat() || tensor.shape().rank() == 0) {
      // A scalar is a number of the function, such as a limit or an exponent, and no weight.
      constants.put(name, array);
    } else if (running.contains(name)) {
      statistics.put(name, array);
    } else {
      array.setRequiresGradient(true);
      weights.put(name, array);
    }
  }

  /** The graph whose structure this runs. */
  public Graph graph() {
    return graph;
  }

  /** The trained arrays by initializer. */
  public Map<String, NDArray> weights() {
    return Map.copyOf(weights);
  }

  /**
   * Runs the graph, recording for gradients.
   *
   * @param inputs in graph order, batch first
   * @param training told to operators and hooks: batch statistics and ranges of values are used and
   *     updated
   * @param features values inside the graph that are wanted, too
   * @return outputs in their order and features behind them; they belong to the scope that is open
   */
  public NDList forward(NDList inputs, Hooks hooks, boolean training, List<String> features) {
    ForwardPass pass = pass(Map.of(), hooks, training, training && !frozenStatistics);
    return forward(inputs, pass, features);
  }

  private NDList forward(NDList inputs, ForwardPass pass, List<String> features) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      pass.feed(graph.inputs().get(i).name(), inputs.get(i));
    }
    List<String> names = new ArrayList<>(outputs);
    names.addAll(features);
    pass.compute(names);
    NDList values = new NDList();
    names.forEach(name -> values.add(pass.value(name)));
    return values;
  }

  /**
   * Computes a part of the graph, recording for gradients if that is on.
   *
   * @param given values that are known
   * @param wanted values to compute, of which the given ones must be enough
   */
  Map<String, NDArray> values(Map<String, NDArray> given, Collection<String> wanted) {
    return values(given, Hooks.NONE, wanted);
  }

  /**
   * Computes a part of the graph as in inference, without recording for gradients.
   *
   * @param inputs in graph order, batch first
   * @param wanted values to compute
   */
  Map<String, NDArray> values(NDList inputs, Hooks hooks, Collection<String> wanted) {
    Map<String, NDArray> fed = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      fed.put(graph.inputs().get(i).name(), inputs.get(i));
    }
    return withoutGradient(() -> values(fed, hooks, wanted));
  }

  private Map<String, NDArray> values(
      Map<String, NDArray> given, Hooks hooks, Collection<String> wanted) {
    ForwardPass pass = pass(given, hooks, false, false);
    pass.compute(wanted);
    Map<String, NDArray> values = new HashMap<>();
    wanted.forEach(name -> values.put(name, pass.value(name)));
    return values;
  }

  private ForwardPass pass(
      Map<String, NDArray> given, Hooks hooks, boolean training, boolean batchStatistics) {
    Map<String, NDArray> known = new HashMap<>(constants);
    known.putAll(statistics);
    known.putAll(given);
    return new ForwardPass(
        graph,
        operators,
        weights,
        known,
        hooks,
        opaque,
        new Context(training, batchStatistics, opset, scripts),
        new Context(false, false, opset, scripts));
  }

  /**
   * From now on normalizations work with the running statistics that they have, in training too, as
   * they will in inference.
   */
  public void freezeStatistics() {
    frozenStatistics = true;
  }

  /** Runs the graph as in inference, without recording for gradients. */
  public NDList evaluate(NDList inputs, Hooks hooks) {
    return evaluate(inputs, hooks, List.of());
  }

  /** As {@link #evaluate}, with values inside the graph behind the outputs. */
  public NDList evaluate(NDList inputs, Hooks hooks, List<String> features) {
    return withoutGradient(() -> forward(inputs, hooks, false, features));
  }

  /**
   * As {@link #evaluate}, but normalizations take the statistics of this batch, and learn nothing
   * from it: what a changed network can do once its statistics are its own (Li et al., "EagleEye:
   * Fast Sub-net Evaluation for Efficient Neural Network Pruning", 2020). Not for small batches.
   */
  public NDList evaluateAdapted(NDList inputs, Hooks hooks) {
    return withoutGradient(() -> forward(inputs, pass(Map.of(), hooks, false, true), List.of()));
  }

  /** Runs something without recording for gradients. */
  static <T> T withoutGradient(java.util.function.Supplier<T> body) {
    boolean recording = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return body.get();
    } finally {
      JniUtils.setGradMode(recording);
    }
  }

  /**
   * Replaces trained constants; the others stay.
   *
   * @param values by name, in the shapes that they have
   */
  public void replace(Map<String, Tensor> values) {
    values.forEach(
        (name, tensor) -> {
          NDArray array = weights.get(name);
          if (array == null) {
            throw new IllegalArgumentException("'" + name + "' is not trained");
          }
          try (NDArray source = HostArrays.toNative(manager, tensor)) {
            session.copy(List.of(source), List.of(array));
          }
        });
  }

  /** The arrays that change while training, weights and running statistics. */
  List<NDArray> changing() {
    List<NDArray> all = new ArrayList<>(weights.values());
    all.addAll(statistics.values());
    return all;
  }

  /** The graph with the present weights and running statistics. */
  public Graph bake() {
    Graph.Builder builder = graph.toBuilder();
    weights.forEach((name, array) -> builder.initializer(name, HostArrays.toHost(array)));
    statistics.forEach((name, array) -> builder.initializer(name, HostArrays.toHost(array)));
    return builder.build();
  }

  private record Context(
      boolean training, boolean batchStatistics, long opset, ScriptedFunctions scripts)
      implements ForwardContext {}

  @Override
  public void close() {
    opaque.close();
    manager.close();
  }
}
