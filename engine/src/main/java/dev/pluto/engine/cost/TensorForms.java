package dev.pluto.engine.cost;

import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.hardware.TensorForm;
import dev.pluto.spi.search.Decision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Shape and precision of every tensor as a function of the settings of all decisions, evaluated
 * without editing the graph. A candidate is an array with the setting of each decision.
 */
final class TensorForms {
  /** A group's channels on one axis of a tensor. */
  private record Axis(int decision, String group, int groupSize, int axis, int multiplicity) {}

  private final Map<String, TensorType> types;
  private final Graph graph;
  private final List<List<Effect>> effects;
  private final Map<String, List<Axis>> axes = new HashMap<>();
  private final Map<String, List<Integer>> precisionDecisions = new HashMap<>();

  TensorForms(
      Graph graph,
      Map<String, TensorType> types,
      List<ChannelGroup> groups,
      List<Decision> decisions) {
    this.graph = graph;
    this.types = types;
    this.effects = new ArrayList<>();
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

  /** Decisions that change the form of any of these tensors, ascending. */
  int[] decisionsOf(Collection<String> tensors) {
    TreeSet<Integer> found = new TreeSet<>();
    for (String tensor : tensors) {
      axes.getOrDefault(tensor, List.of()).forEach(a -> found.add(a.decision()));
      found.addAll(precisionDecisions.getOrDefault(tensor, List.of()));
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Whether some setting quantizes the tensor, or the graph itself does. */
  boolean mayBeQuantized(String tensor) {
    return precisionDecisions.containsKey(tensor) || graph.quantization(tensor).isPresent();
  }

  /** The tensor under a candidate. */
  TensorForm form(String tensor, int[] settings) {
    TensorType type = type(tensor);
    Shape shape = type.shape();
    for (Axis axis : axes.getOrDefault(tensor, List.of())) {
      int width = width(axis, settings);
      if (width != axis.groupSize()) {
        long removed = (long) axis.multiplicity() * (axis.groupSize() - width);
        shape = shape.with(axis.axis(), shape.size(axis.axis()) - removed);
      }
    }
    Precision precision =
        graph.quantization(tensor).map(Quantization::precision).orElse(Precision.FP32);
    for (int d : precisionDecisions.getOrDefault(tensor, List.of())) {
      Precision lowered = effects.get(d).get(settings[d]).precisions().get(tensor);
      if (lowered != null) {
        precision = Effect.lower(precision, lowered);
      }
    }
    return new TensorForm(tensor, shape, type.dataType(), precision);
  }

  /** The tensor as the model's caller passes it: never quantized. */
  TensorForm fileForm(String tensor) {
    TensorType type = type(tensor);
    return new TensorForm(tensor, type.shape(), type.dataType(), Precision.FP32);
  }

  /** Type of a tensor in the unchanged graph. */
  TensorType type(String tensor) {
    TensorType type = types.get(tensor);
    if (type == null) {
      throw new IllegalArgumentException("no type is known for '" + tensor + "'");
    }
    return type;
  }

  private int width(Axis axis, int[] settings) {
    return effects
        .get(axis.decision())
        .get(settings[axis.decision()])
        .widths()
        .getOrDefault(axis.group(), axis.groupSize());
  }
}
