package dev.pluto.engine.cost;

import dev.pluto.engine.structure.Effect;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.search.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What all decisions do to sizes and precisions of tensors, whatever the structure. */
final class DecisionEffects {
  /** A group's channels on one axis of a tensor. */
  record Axis(int decision, String group, int groupSize, int axis, int multiplicity) {}

  private final List<List<Effect>> effects = new ArrayList<>();
  private final Map<String, List<Axis>> axes = new HashMap<>();
  private final Map<String, List<Integer>> precisionDecisions = new HashMap<>();

  DecisionEffects(List<ChannelGroup> groups, List<Decision> decisions) {
    Map<String, Integer> deciders = new HashMap<>();
    for (int d = 0; d < decisions.size(); d++) {
      List<Effect> perSetting = new ArrayList<>();
      TreeSet<String> tensors = new TreeSet<>();
      for (int s = 0; s < decisions.get(d).settings().size(); s++) {
        Effect effect = Effect.of(decisions.get(d), s);
        perSetting.add(effect);
        tensors.addAll(effect.precisions().keySet());
        for (String group : effect.widths().keySet()) {
          Integer other = deciders.put(group, d);
          if (other != null && other != d) {
            throw new IllegalArgumentException(
                "decisions '%s' and '%s' both set the width of channel group '%s'"
                    .formatted(decisions.get(other).id(), decisions.get(d).id(), group));
          }
        }
      }
      effects.add(List.copyOf(perSetting));
      for (String tensor : tensors) {
        precisionDecisions.computeIfAbsent(tensor, k -> new ArrayList<>()).add(d);
      }
    }
    for (ChannelGroup group : groups) {
      Integer decider = deciders.get(group.id());
      if (decider != null) {
        for (ChannelGroup.Slot slot : group.slots()) {
          axes.computeIfAbsent(slot.tensor(), k -> new ArrayList<>())
              .add(new Axis(decider, group.id(), group.size(), slot.axis(), slot.multiplicity()));
        }
      }
    }
  }

  /** The axes of a tensor that some decision narrows. */
  List<Axis> axes(String tensor) {
    return axes.getOrDefault(tensor, List.of());
  }

  /** Channels of the axis's group under a candidate. */
  int width(Axis axis, int[] settings) {
    return effects
        .get(axis.decision())
        .get(settings[axis.decision()])
        .widths()
        .getOrDefault(axis.group(), axis.groupSize());
  }

  /** The decisions on precision, by the tensors that they lower. */
  Map<String, List<Integer>> precisionDecisions() {
    return precisionDecisions;
  }

  /** The precision to which a decision lowers a tensor under a candidate, if it does. */
  Optional<Precision> lowered(int decision, String tensor, int[] settings) {
    return Optional.ofNullable(
        effects.get(decision).get(settings[decision]).precisions().get(tensor));
  }
}
