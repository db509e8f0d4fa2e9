package dev.pluto.engine.cost;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.onnx.OpaqueExpansion;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.OpaquePart;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The kernels of a structure in execution order, and what is live while each of them runs, for any
 * candidate. A graph input that a candidate quantizes is converted by a kernel of its own, without
 * nodes, before everything else.
 */
final class KernelPlan {
  /**
   * One kernel, by tensor names.
   *
   * @param live values that exist while it runs
   * @param converts the graph input that it quantizes; present exactly where there are no nodes
   */
  record Slot(
      List<Node> nodes,
      List<String> inputs,
      List<String> outputs,
      List<String> weights,
      List<String> live,
      Optional<String> converts) {

    /** Every tensor whose form the kernel or the schedule at this place depends on. */
    Set<String> tensors() {
      Set<String> all = new LinkedHashSet<>(inputs);
      all.addAll(outputs);
      all.addAll(weights);
      all.addAll(live);
      for (Node node : nodes) {
        all.addAll(node.inputs());
        all.addAll(node.outputs());
      }
      all.remove("");
      return all;
    }
  }

  private final Graph graph;
  private final TensorForms forms;
  private final Operators operators;
  private final List<Slot> slots;

  KernelPlan(Graph graph, List<List<Node>> partition, TensorForms forms, Operators operators) {
    this.graph = graph;
    this.forms = forms;
    this.operators = operators;
    List<Slot> kernels = new ArrayList<>();
    for (ValueInfo input : graph.inputs()) {
      if (forms.mayBeQuantized(input.name())) {
        List<String> name = List.of(input.name());
        kernels.add(
            new Slot(List.of(), name, name, List.of(), List.of(), Optional.of(input.name())));
      }
    }
    for (List<Node> nodes : partition) {
      kernels.add(slot(nodes));
    }
    this.slots = withLiveValues(kernels);
  }

  /** The kernels in execution order. */
  List<Slot> slots() {
    return slots;
  }

  /** The kernel at a place under a candidate; empty for a conversion that is not needed. */
  Optional<Kernel> kernel(Slot slot, int[] settings) {
    if (slot.converts().isPresent()) {
      String input = slot.converts().get();
      TensorForm to = forms.form(input, settings);
      return to.precision().equals(Precision.FP32)
          ? Optional.empty()
          : Optional.of(
              new Kernel(List.of(), List.of(forms.fileForm(input)), List.of(to), List.of(), 0));
    }
    long macs = 0;
    for (Node node : slot.nodes()) {
      macs =
          Math.addExact(
              macs,
              operators
                  .of(node)
                  .macs(node, types(node.inputs(), settings), types(node.outputs(), settings)));
    }
    return Optional.of(
        new Kernel(
            executed(slot.nodes()),
            forms(slot.inputs(), settings),
            forms(slot.outputs(), settings),
            forms(slot.weights(), settings),
            macs));
  }

  /** The nodes that a chip runs: of an opaque part those that are in it. */
  private List<Node> executed(List<Node> nodes) {
    return nodes.stream()
        .flatMap(
            node ->
                OpaquePart.is(node) ? OpaqueExpansion.of(graph, node).stream() : Stream.of(node))
        .toList();
  }

  /** Forms of all values that exist while the kernel runs. */
  List<TensorForm> live(Slot slot, int[] settings) {
    List<TensorForm> live = new ArrayList<>(forms(slot.live(), settings));
    slot.converts().ifPresent(input -> live.add(forms.fileForm(input)));
    return live;
  }

  private List<TensorForm> forms(List<String> tensors, int[] settings) {
    return tensors.stream().map(t -> forms.form(t, settings)).toList();
  }

  private List<TensorType> types(List<String> tensors, int[] settings) {
    return tensors.stream()
        .filter(t -> !t.isEmpty())
        .map(t -> forms.form(t, settings))
        .map(f -> new TensorType(f.dataType(), f.shape()))
        .toList();
  }

  private Slot slot(List<Node> nodes) {
    Set<String> produced = new HashSet<>();
    Set<String> inside = new HashSet<>();
    for (Node node : nodes) {
      produced.addAll(node.outputs());
      inside.add(node.name());
    }
    Set<String> inputs = new LinkedHashSet<>();
    Set<String> weights = new LinkedHashSet<>();
    Set<String> outputs = new LinkedHashSet<>();
    for (Node node : nodes) {
      for (String input : node.inputs()) {
        if (!input.isEmpty() && !produced.contains(input)) {
          (graph.initializer(input).isPresent() ? weights : inputs).add(input);
        }
      }
      for (String output : node.outputs()) {
        boolean readOutside =
            graph.consumers(output).stream().anyMatch(n -> !inside.contains(n.name()));
        if (!output.isEmpty() && (readOutside || graph.isOutput(output))) {
          outputs.add(output);
        }
      }
    }
    return new Slot(
        nodes,
        List.copyOf(inputs),
        List.copyOf(outputs),
        List.copyOf(weights),
        List.of(),
        Optional.empty());
  }

  /** Liveness: from production (the start, for graph inputs) to last use (the end, for outputs). */
  private List<Slot> withLiveValues(List<Slot> kernels) {
    Map<String, Integer> born = new HashMap<>();
    Map<String, Integer> dies = new HashMap<>();
    graph.inputs().forEach(i -> born.put(i.name(), 0));
    for (int k = 0; k < kernels.size(); k++) {
      for (String output : kernels.get(k).outputs()) {
        born.putIfAbsent(output, k);
        dies.merge(output, k, Math::max);
      }
      for (String input : kernels.get(k).inputs()) {
        dies.merge(input, k, Math::max);
      }
    }
    graph.outputs().forEach(o -> dies.put(o.name(), kernels.size()));
    List<Slot> complete = new ArrayList<>();
    for (int k = 0; k < kernels.size(); k++) {
      List<String> live = new ArrayList<>();
      for (Map.Entry<String, Integer> value : born.entrySet()) {
        if (value.getValue() <= k && dies.getOrDefault(value.getKey(), -1) >= k) {
          live.add(value.getKey());
        }
      }
      live.sort(null);
      Slot s = kernels.get(k);
      complete.add(
          new Slot(
              s.nodes(), s.inputs(), s.outputs(), s.weights(), List.copyOf(live), s.converts()));
    }
    return List.copyOf(complete);
  }
}
