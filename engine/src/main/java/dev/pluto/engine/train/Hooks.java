package dev.pluto.engine.train;

import ai.djl.ndarray.NDArray;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Hook.Branch;
import dev.pluto.spi.search.Hook.BranchHook;
import dev.pluto.spi.search.Hook.ValueHook;
import dev.pluto.spi.search.Hook.WeightHook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Hooks by the tensor that they change or the choice that they make, equal ones once, those of a
 * weight in the order of stages. Of several hooks of one choice the last one counts.
 */
public final class Hooks {
  /** No hooks. */
  public static final Hooks NONE = new Hooks(List.of());

  private final Map<String, List<WeightHook>> ofWeight = new HashMap<>();
  private final Map<String, List<ValueHook>> ofValue = new HashMap<>();
  private final Map<String, Branch> ofChoice = new HashMap<>();

  /** Sorts hooks. */
  public Hooks(Collection<Hook> hooks) {
    for (Hook hook : new LinkedHashSet<>(hooks)) {
      if (hook instanceof WeightHook w) {
        ofWeight.computeIfAbsent(w.initializer(), k -> new ArrayList<>()).add(w);
      } else if (hook instanceof ValueHook v) {
        ofValue.computeIfAbsent(v.value(), k -> new ArrayList<>()).add(v);
      } else if (hook instanceof BranchHook b) {
        ofChoice.put(b.choice(), b.branch());
      }
    }
    ofWeight.values().forEach(list -> list.sort(Comparator.comparing(WeightHook::stage)));
  }

  NDArray weight(String initializer, NDArray weight, boolean training) {
    NDArray result = weight;
    for (WeightHook hook : ofWeight.getOrDefault(initializer, List.of())) {
      result = hook.transform().apply(result, training);
    }
    return result;
  }

  NDArray value(String name, NDArray value, boolean training) {
    NDArray result = value;
    for (ValueHook hook : ofValue.getOrDefault(name, List.of())) {
      result = hook.transform().apply(result, training);
    }
    return result;
  }

  /** The branch that a choice takes; the first one if nothing is said. */
  Branch branch(String choice) {
    return ofChoice.getOrDefault(choice, () -> 0);
  }
}
