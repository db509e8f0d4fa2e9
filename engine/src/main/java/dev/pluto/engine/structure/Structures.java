package dev.pluto.engine.structure;

import dev.pluto.engine.analysis.Resolution;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Choice;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.StructureDecision;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The concrete structures of a graph with choices, by the settings of all decisions on it. Other
 * decisions act only where the structure has the constants that they are about (the values, for a
 * decision about no constant), so decisions inside of an alternative depend on it.
 */
public final class Structures {
  /** Structures that are remembered; sampling and descent come back to the same few. */
  private static final int MOST_REMEMBERED = 2048;

  private final Graph graph;
  private final List<Decision> decisions;
  private final List<Integer> structural = new ArrayList<>();
  private final List<Set<String>> anchors = new ArrayList<>();
  private final List<Map<Integer, Integer>> requirements = new ArrayList<>();
  private final Map<List<Integer>, Structure> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Integer>, Structure> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /**
   * The structures of a graph.
   *
   * @param groups channel groups of the graph
   * @param decisions all decisions on it, in the order of settings
   */
  public Structures(Graph graph, List<ChannelGroup> groups, List<Decision> decisions) {
    this.graph = graph;
    this.decisions = List.copyOf(decisions);
    Map<String, ChannelGroup> byId = new HashMap<>();
    groups.forEach(g -> byId.put(g.id(), g));
    Map<String, Integer> byChoice = new HashMap<>();
    for (int d = 0; d < decisions.size(); d++) {
      if (decisions.get(d) instanceof StructureDecision) {
        structural.add(d);
        byChoice.put(decisions.get(d).id(), d);
      }
      anchors.add(anchors(decisions.get(d), byId));
    }
    Map<String, Map<Integer, Integer>> paths = paths(byChoice);
    anchors.forEach(a -> requirements.add(smallest(a, paths).orElse(Map.of())));
  }

  /** A graph on which nothing is decided. */
  public static Structures concrete(Graph graph) {
    return new Structures(graph, List.of(), List.of());
  }

  /** The graph with all alternatives. */
  public Graph graph() {
    return graph;
  }

  /** All decisions. */
  public List<Decision> decisions() {
    return decisions;
  }

  /** Whether a decision is about the structure. */
  public boolean isStructural(int decision) {
    return decisions.get(decision) instanceof StructureDecision;
  }

  /** The structure under a candidate. */
  public Structure of(int[] settings) {
    return known.computeIfAbsent(key(settings), this::resolve);
  }

  /** What candidates of one structure have in common: the settings of structure decisions. */
  public List<Integer> key(int[] settings) {
    return structural.stream().map(d -> settings[d]).toList();
  }

  /** The settings of structure decisions with which a structure has what a decision is about. */
  public Map<Integer, Integer> requirement(int decision) {
    return requirements.get(decision);
  }

  /** The candidate, changed so that its structure has what a decision is about. */
  public int[] showing(int[] settings, int decision) {
    if (structural.isEmpty() || of(settings).has(decision)) {
      return settings;
    }
    int[] changed = settings.clone();
    requirements.get(decision).forEach((d, setting) -> changed[d] = setting);
    return changed;
  }

  private Structure resolve(List<Integer> key) {
    Map<String, Integer> branches = new HashMap<>();
    for (int i = 0; i < structural.size(); i++) {
      branches.put(decisions.get(structural.get(i)).id(), key.get(i));
    }
    Resolution resolution = Resolution.of(graph, branches);
    BitSet active = new BitSet();
    for (int d = 0; d < decisions.size(); d++) {
      active.set(
          d,
          isStructural(d)
              ? resolution.choices().contains(decisions.get(d).id())
              : anchors.get(d).isEmpty()
                  || anchors.get(d).stream().anyMatch(a -> resolution.standsFor(a).isPresent()));
    }
    return new Structure(resolution, active);
  }

  /** The tensors without which a decision is about nothing. */
  private Set<String> anchors(Decision decision, Map<String, ChannelGroup> groups) {
    if (decision instanceof StructureDecision structure) {
      return Set.of(structure.value());
    }
    Set<String> constants = new TreeSet<>();
    Set<String> values = new TreeSet<>();
    for (int setting = 0; setting < decision.settings().size(); setting++) {
      Effect effect = Effect.of(decision, setting);
      for (String tensor : effect.precisions().keySet()) {
        (graph.initializer(tensor).isPresent() ? constants : values).add(tensor);
      }
      for (String id : effect.widths().keySet()) {
        ChannelGroup group = groups.get(id);
        if (group != null) {
          group.weightSlots().forEach(s -> constants.add(s.tensor()));
        }
      }
    }
    return constants.isEmpty() ? values : constants;
  }

  /** For each tensor the choices, by decision, on one way from it to an output. */
  private Map<String, Map<Integer, Integer>> paths(Map<String, Integer> byChoice) {
    Map<String, Map<Integer, Integer>> paths = new HashMap<>();
    graph.outputs().forEach(o -> paths.put(o.name(), Map.of()));
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      Optional<Map<Integer, Integer>> behind = smallest(node.outputs(), paths);
      if (behind.isEmpty()) {
        continue;
      }
      for (int input = 0; input < node.inputs().size(); input++) {
        Map<Integer, Integer> path = new TreeMap<>(behind.get());
        Integer decision = Choice.is(node) ? byChoice.get(node.name()) : null;
        if (decision != null) {
          path.put(decision, input);
        }
        paths.merge(node.inputs().get(input), path, Structures::shorter);
      }
    }
    return paths;
  }

  private static Optional<Map<Integer, Integer>> smallest(
      Collection<String> tensors, Map<String, Map<Integer, Integer>> paths) {
    return tensors.stream().map(paths::get).filter(p -> p != null).reduce(Structures::shorter);
  }

  /** Of two ways the one that departs less from the given structure. */
  private static Map<Integer, Integer> shorter(Map<Integer, Integer> a, Map<Integer, Integer> b) {
    return changes(b) < changes(a) ? b : a;
  }

  private static long changes(Map<Integer, Integer> path) {
    return path.values().stream().filter(branch -> branch > 0).count();
  }
}
