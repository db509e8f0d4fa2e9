package dev.pluto.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.JniUtils;
import dev.pluto.spi.graph.Choice;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.OpaquePart;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.OperatorDefinition;
import dev.pluto.spi.search.Hook.Branch;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * One forward pass. Computes what it is asked for and nothing else: of every choice one branch.
 *
 * <p>Where a choice learns and another branch than the first is taken, the first one is computed as
 * well, without gradient and without learning anything: it is what the branch is compared with.
 */
final class ForwardPass {
  private final Graph graph;
  private final Function<Node, OperatorDefinition> operators;
  private final Map<String, NDArray> weights;
  private final Hooks hooks;
  private final OpaqueRuns opaque;
  private final ForwardContext training;
  private final ForwardContext inference;
  private final Map<String, NDArray> values = new HashMap<>();

  /**
   * Begins a pass.
   *
   * @param weights constants that hooks may change
   * @param given values that are known
   * @param opaque runs what cannot be trained
   * @param training how the pass runs
   * @param inference how branches run that are only compared with
   */
  ForwardPass(
      Graph graph,
      Function<Node, OperatorDefinition> operators,
      Map<String, NDArray> weights,
      Map<String, NDArray> given,
      Hooks hooks,
      OpaqueRuns opaque,
      ForwardContext training,
      ForwardContext inference) {
    this.graph = graph;
    this.operators = operators;
    this.weights = weights;
    this.hooks = hooks;
    this.opaque = opaque;
    this.training = training;
    this.inference = inference;
    values.putAll(given);
  }

  /** Takes in a value that the caller feeds. */
  void feed(String name, NDArray value) {
    values.put(name, hooks.value(name, value, training.training()));
  }

  /** Computes values. */
  void compute(Collection<String> wanted) {
    wanted.forEach(name -> loadWeight(name, training.training()));
    List<Node> nodes = graph.nodes();
    BitSet needed = needed(wanted, new BitSet());
    // Weights of the pass itself first: those of compared branches take no gradient.
    needed.stream()
        .forEach(n -> nodes.get(n).inputs().forEach(i -> loadWeight(i, training.training())));
    BitSet compared = needed(comparisons(needed), needed);
    for (int n = 0; n < nodes.size(); n++) {
      Node node = nodes.get(n);
      if (needed.get(n)) {
        run(node, training);
      } else if (compared.get(n)) {
        TrainableGraph.withoutGradient(() -> run(node, inference));
      }
    }
  }

  /** A value that was computed or given. */
  NDArray value(String name) {
    NDArray value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("'" + name + "' was not computed");
    }
    return value;
  }

  /** The nodes that wanted values need, besides those that run anyway. */
  private BitSet needed(Collection<String> wanted, BitSet running) {
    Set<String> open = new HashSet<>(wanted);
    BitSet needed = new BitSet();
    for (int n = graph.nodes().size() - 1; n >= 0; n--) {
      Node node = graph.nodes().get(n);
      if (!running.get(n)
          && node.outputs().stream().anyMatch(o -> open.contains(o) && !values.containsKey(o))) {
        needed.set(n);
        open.addAll(Choice.is(node) ? List.of(chosen(node)) : node.inputs());
      }
    }
    return needed;
  }

  private String chosen(Node choice) {
    return choice.inputs().get(hooks.branch(choice.name()).index());
  }

  private List<String> comparisons(BitSet needed) {
    return needed.stream()
        .mapToObj(graph.nodes()::get)
        .filter(n -> Choice.is(n) && learns(hooks.branch(n.name())))
        .map(n -> n.inputs().get(0))
        .toList();
  }

  private static boolean learns(Branch branch) {
    return JniUtils.isGradMode() && branch.index() > 0 && branch.position().isPresent();
  }

  private void loadWeight(String name, boolean learning) {
    NDArray weight = weights.get(name);
    if (weight != null && !values.containsKey(name)) {
      values.put(name, hooks.weight(name, weight, learning));
    }
  }

  private Node run(Node node, ForwardContext context) {
    node.inputs().forEach(i -> loadWeight(i, context.training()));
    NDList results;
    if (Choice.is(node)) {
      results = new NDList(choose(node));
    } else if (OpaquePart.is(node)) {
      results = opaque.run(node, this::value);
    } else {
      NDList arguments = new NDList();
      for (String input : node.inputs()) {
        NDArray value = values.get(input);
        if (value != null) {
          arguments.add(value);
        }
      }
      results = operators.apply(node).forward(node, arguments, context);
    }
    for (int i = 0; i < Math.min(results.size(), node.outputs().size()); i++) {
      String output = node.outputs().get(i);
      if (!output.isEmpty()) {
        values.put(output, hooks.value(output, results.get(i), context.training()));
      }
    }
    return node;
  }

  /** The chosen branch; with a term that is 0 and carries the gradient of the position. */
  private NDArray choose(Node choice) {
    Branch branch = hooks.branch(choice.name());
    NDArray value = value(choice.inputs().get(branch.index()));
    if (!learns(branch)) {
      return value;
    }
    NDArray share = branch.position().orElseThrow().get(branch.index());
    NDArray direction = value.stopGradient().sub(value(choice.inputs().get(0)).stopGradient());
    return value.add(direction.mul(share.sub(share.stopGradient())));
  }
}
