package dev.pluto.engine.search;

import ai.djl.ndarray.NDArray;
import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.MaterializingEditor;
import dev.pluto.engine.structure.Structure;
import dev.pluto.engine.train.Hooks;
import dev.pluto.engine.train.Trainer;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Hook.Branch;
import dev.pluto.spi.search.Hook.BranchHook;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Sampling;
import dev.pluto.spi.search.StateDict;
import dev.pluto.spi.search.TrainingContext;
import dev.pluto.spi.search.TrainingSignals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The relaxations of all decisions, in the order of the decisions. */
final class RelaxedStructure implements Trainer.Companion, AutoCloseable {
  private final SearchSpace space;
  private final List<Relaxation> relaxations = new ArrayList<>();
  private final Hooks hooks;
  private final Map<Integer, Branch> branches = new LinkedHashMap<>();
  private List<StateDict> states = List.of();

  RelaxedStructure(SearchSpace space, TrainingContext context) {
    this.space = space;
    List<Hook> all = new ArrayList<>();
    for (int d = 0; d < space.decisions().size(); d++) {
      Relaxation relaxation = space.decisions().get(d).relax(context);
      relaxations.add(relaxation);
      all.addAll(relaxation.hooks());
      if (space.structures().isStructural(d)) {
        branches.put(d, branch(space.decisions().get(d).id(), relaxation.hooks()));
      }
    }
    hooks = new Hooks(all);
  }

  private static Branch branch(String choice, List<Hook> hooks) {
    return hooks.stream()
        .filter(h -> h instanceof BranchHook b && b.choice().equals(choice))
        .map(h -> ((BranchHook) h).branch())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no hook of '" + choice + "' takes a branch"));
  }

  /** The relaxations. */
  List<Relaxation> relaxations() {
    return relaxations;
  }

  /** What the sampled positions do to the forward pass. */
  Hooks hooks() {
    return hooks;
  }

  /** All logits. */
  List<Parameter> logits() {
    return relaxations.stream().flatMap(r -> r.parameters().stream()).toList();
  }

  /** Draws the positions of a step, differentiable in the logits. */
  List<NDArray> sample(Sampling sampling) {
    List<NDArray> positions = relaxations.stream().map(r -> r.sample(sampling)).toList();
    if (!branches.isEmpty()) {
      int[] sampled = new int[relaxations.size()];
      branches.forEach((d, branch) -> sampled[d] = branch.index());
      Structure structure = space.structures().of(sampled);
      for (int d = 0; d < sampled.length; d++) {
        relaxations.get(d).inForce(structure.has(d));
      }
    }
    return positions;
  }

  /**
   * What puts alternatives in force that have what a decision is about; nothing if a candidate's
   * structure has it.
   */
  List<Hook> showing(int[] candidate, int decision) {
    List<Hook> hooks = new ArrayList<>();
    if (!space.structures().of(candidate).has(decision)) {
      space
          .structures()
          .requirement(decision)
          .forEach((d, setting) -> hooks.addAll(relaxations.get(d).hooks(setting)));
    }
    return hooks;
  }

  /** A candidate drawn from the positions, each decision independently. */
  int[] draw(RandomGenerator random) {
    int[] settings = new int[relaxations.size()];
    for (int d = 0; d < settings.length; d++) {
      double[] position = relaxations.get(d).position();
      double rest = random.nextDouble();
      int s = 0;
      while (s < position.length - 1 && rest >= position[s]) {
        rest -= position[s];
        s++;
      }
      settings[d] = s;
    }
    return settings;
  }

  /** The candidate of the most probable settings, without projection. */
  int[] discretised() {
    int[] settings = new int[relaxations.size()];
    for (int d = 0; d < settings.length; d++) {
      double[] position = relaxations.get(d).position();
      for (int s = 1; s < position.length; s++) {
        if (position[s] > position[settings[d]]) {
          settings[d] = s;
        }
      }
    }
    return settings;
  }

  /** Moves every decision to a candidate's setting. */
  void moveTo(int[] settings) {
    for (int d = 0; d < settings.length; d++) {
      relaxations.get(d).moveTo(settings[d]);
    }
  }

  /** Shows weights and gradients to all relaxations. */
  void observe(TrainingSignals signals) {
    relaxations.forEach(r -> r.observe(signals));
  }

  /** A candidate of a graph, with all that was learned: which channels stay, ranges of values. */
  Graph materialized(int[] settings, Graph graph, ChannelFacts facts) {
    MaterializingEditor editor = new MaterializingEditor(graph, facts);
    space.inForce(settings).forEach(d -> relaxations.get(d).materialize(settings[d], editor));
    return editor.result();
  }

  /** Goes on from what a search left. */
  void restore(List<StateDict> searched) {
    for (int d = 0; d < searched.size(); d++) {
      relaxations.get(d).restore(searched.get(d));
    }
  }

  /** Remembers what relaxations keep besides the logits: running importance and ranges. */
  @Override
  public void take() {
    states = relaxations.stream().map(Relaxation::state).toList();
  }

  @Override
  public void restore() {
    restore(states);
  }

  @Override
  public void close() {
    relaxations.forEach(Relaxation::close);
  }
}
