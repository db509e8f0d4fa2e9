package dev.pluto.engine.cost;

import dev.pluto.engine.structure.Effect;
import dev.pluto.engine.structure.Structure;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.hardware.TensorForm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Shape and precision of every tensor of one structure as a function of the settings of all
 * decisions, evaluated without editing the graph. A candidate is an array with the setting of each
 * decision.
 */
final class TensorForms {
  /**
   * A decision that may lower a tensor's precision.
   *
   * @param tensor what the decision calls the tensor
   */
  record Demand(int decision, String tensor) {}

  private final Map<String, TensorType> types;
  private final Graph graph;
  private final DecisionEffects effects;
  private final Map<String, List<Demand>> demands = new HashMap<>();

  /**
   * The forms of a structure's tensors.
   *
   * @param types types of all tensors of all structures
   */
  TensorForms(Structure structure, Map<String, TensorType> types, DecisionEffects effects) {
    this.graph = structure.graph();
    this.types = types;
    this.effects = effects;
    effects
        .precisionDecisions()
        .forEach(
            (tensor, decisions) ->
                structure
                    .resolution()
                    .standsFor(tensor)
                    .ifPresent(
                        name -> {
                          for (int d : decisions) {
                            if (structure.has(d)) {
                              demands
                                  .computeIfAbsent(name, k -> new ArrayList<>())
                                  .add(new Demand(d, tensor));
                            }
                          }
                        }));
    // As decisions are applied one after the other.
    demands.values().forEach(list -> list.sort(Comparator.comparingInt(Demand::decision)));
  }

  /** The decisions that may lower the precision of a tensor. */
  List<Demand> demands(String tensor) {
    return demands.getOrDefault(tensor, List.of());
  }

  /** Decisions that change the form of any of these tensors, ascending. */
  int[] decisionsOf(Collection<String> tensors) {
    TreeSet<Integer> found = new TreeSet<>();
    for (String tensor : tensors) {
      effects.axes(tensor).forEach(a -> found.add(a.decision()));
      demands(tensor).forEach(d -> found.add(d.decision()));
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Whether some setting quantizes the tensor, or the graph itself does. */
  boolean mayBeQuantized(String tensor) {
    return demands.containsKey(tensor) || graph.quantization(tensor).isPresent();
  }

  /** The tensor under a candidate. */
  TensorForm form(String tensor, int[] settings) {
    TensorType type = type(tensor);
    Shape shape = type.shape();
    for (DecisionEffects.Axis axis : effects.axes(tensor)) {
      int width = effects.width(axis, settings);
      if (width != axis.groupSize()) {
        long removed = (long) axis.multiplicity() * (axis.groupSize() - width);
        shape = shape.with(axis.axis(), shape.size(axis.axis()) - removed);
      }
    }
    Precision precision =
        graph.quantization(tensor).map(Quantization::precision).orElse(Precision.FP32);
    for (Demand demand : demands(tensor)) {
      Precision present = precision;
      precision =
          effects
              .lowered(demand.decision(), demand.tensor(), settings)
              .map(lowered -> Effect.lower(present, lowered))
              .orElse(present);
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
}
