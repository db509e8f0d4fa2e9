package dev.pluto.engine.analysis;

import dev.pluto.spi.operator.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One element per index of every traced axis, in classes of elements that stay or go together
 * (union–find with path halving). A class is fixed as soon as one of its elements is.
 */
final class ChannelElements {
  /** An axis of a value or an initializer. */
  record TensorAxis(String tensor, int axis) {}

  private final Map<TensorAxis, Channels> axes = new LinkedHashMap<>();
  private final List<TensorAxis> owner = new ArrayList<>();
  private final List<Integer> firstOfAxis = new ArrayList<>();
  private int[] parent = new int[1024];
  private final Map<Integer, String> reasons = new LinkedHashMap<>();

  /** The elements of an axis; made when first asked for. */
  Channels of(TensorAxis axis, int size) {
    return axes.computeIfAbsent(axis, a -> allocate(a, size));
  }

  /** Every axis that was asked for, in that order. */
  Map<TensorAxis, Channels> axes() {
    return axes;
  }

  private Channels allocate(TensorAxis axis, int size) {
    int first = owner.size();
    for (int i = 0; i < size; i++) {
      owner.add(axis);
      firstOfAxis.add(first);
    }
    if (parent.length < owner.size()) {
      parent = Arrays.copyOf(parent, Math.max(owner.size(), parent.length * 2));
    }
    for (int id = first; id < owner.size(); id++) {
      parent[id] = id;
    }
    return new Channels(IntStream.range(first, first + size).toArray());
  }

  /** The axis that an element lies on. */
  TensorAxis axisOf(int element) {
    return owner.get(element);
  }

  /** The index of an element on its axis. */
  int indexOf(int element) {
    return element - firstOfAxis.get(element);
  }

  /** Number of elements. */
  int size() {
    return owner.size();
  }

  /** The element that stands for the class. */
  int find(int element) {
    int e = element;
    while (parent[e] != e) {
      parent[e] = parent[parent[e]];
      e = parent[e];
    }
    return e;
  }

  /** Joins two classes. */
  void tie(int a, int b) {
    int rootA = find(a);
    int rootB = find(b);
    if (rootA != rootB) {
      int low = Math.min(rootA, rootB);
      int high = Math.max(rootA, rootB);
      parent[high] = low;
      String reason = reasons.remove(high);
      if (reason != null) {
        reasons.putIfAbsent(low, reason);
      }
    }
  }

  /** Fixes the class of an element; the first reason stays. */
  void fix(int element, String reason) {
    reasons.putIfAbsent(find(element), reason);
  }

  /** Why a class is fixed, if it is. */
  Optional<String> reason(int element) {
    return Optional.ofNullable(reasons.get(find(element)));
  }
}
