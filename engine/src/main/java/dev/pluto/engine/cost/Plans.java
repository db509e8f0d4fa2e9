package dev.pluto.engine.cost;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.structure.Structure;
import dev.pluto.engine.structure.Structures;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The plans of all structures. Kernels that several structures have in common are one site, so that
 * nothing is priced twice.
 */
final class Plans {
  /** Plans that are remembered; a plan is quickly made again from sites that are known. */
  private static final int MOST_REMEMBERED = 1024;

  private final Structures structures;
  private final Map<String, TensorType> types;
  private final DecisionEffects effects;
  private final Function<Graph, List<List<Node>>> partition;
  private final Operators operators;
  private final SiteCosts costs;
  private final Map<List<Object>, Site> sites = new HashMap<>();
  private final Map<List<Integer>, Plan> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Integer>, Plan> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  Plans(
      Structures structures,
      Map<String, TensorType> types,
      List<ChannelGroup> groups,
      Function<Graph, List<List<Node>>> partition,
      Operators operators,
      SiteCosts costs) {
    this.structures = structures;
    this.types = types;
    this.effects = new DecisionEffects(groups, structures.decisions());
    this.partition = partition;
    this.operators = operators;
    this.costs = costs;
  }

  /** The plan of a candidate. */
  Plan of(int[] settings) {
    List<Integer> key = structures.key(settings);
    Plan plan = known.get(key);
    if (plan == null) {
      plan = make(structures.of(settings));
      known.put(key, plan);
    }
    return plan;
  }

  private Plan make(Structure structure) {
    Graph graph = structure.graph();
    TensorForms forms = new TensorForms(structure, types, effects);
    KernelPlan kernels = new KernelPlan(graph, partition.apply(graph), forms, operators);
    List<Site> all = new ArrayList<>();
    for (KernelPlan.Slot slot : kernels.slots()) {
      all.add(
          sites.computeIfAbsent(
              key(slot, forms),
              k ->
                  new Site(
                      forms.decisionsOf(slot.tensors()), s -> costs.ofKernel(kernels, slot, s))));
    }
    List<String> inputs = graph.inputs().stream().map(ValueInfo::name).toList();
    Site inference =
        sites.computeIfAbsent(
            List.of(inputs, inputs.stream().map(forms::demands).toList()),
            k ->
                new Site(
                    forms.decisionsOf(inputs),
                    s -> costs.ofInference(inputs.stream().map(i -> forms.form(i, s)).toList())));
    all.add(inference);
    for (String tensor : tensors(graph)) {
      boolean weight = graph.initializer(tensor).isPresent();
      if (weight || forms.mayBeQuantized(tensor)) {
        all.add(
            sites.computeIfAbsent(
                List.of(tensor, forms.demands(tensor)),
                k ->
                    new Site(
                        forms.decisionsOf(List.of(tensor)),
                        s -> costs.ofTensor(forms.form(tensor, s), weight))));
      }
    }
    double[] ofNodes = costs.ofNodes(graph.nodes());
    all.add(new Site(new int[0], s -> ofNodes));
    return new Plan(kernels, inference, all);
  }

  /** All that a kernel's cost follows from. */
  private static List<Object> key(KernelPlan.Slot slot, TensorForms forms) {
    Collection<String> tensors = slot.tensors();
    return List.of(
        slot.nodes().stream().map(Node::name).toList(),
        slot.inputs(),
        slot.outputs(),
        slot.live(),
        slot.converts(),
        List.copyOf(tensors),
        tensors.stream().map(forms::demands).toList());
  }

  private static Set<String> tensors(Graph graph) {
    Set<String> tensors = new TreeSet<>(graph.initializers().keySet());
    graph.nodes().forEach(node -> tensors.addAll(node.outputs()));
    graph.inputs().forEach(i -> tensors.add(i.name()));
    tensors.remove("");
    return tensors;
  }
}
