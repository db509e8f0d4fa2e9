package dev.pluto.engine.analysis;

import dev.pluto.spi.operator.Channels;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** An axis of a value or an initializer, and what nodes said about it. */
final class TracedAxis {
  private final String tensor;
  private final int axis;
  private final int first;
  private final int size;
  private final SortedSet<Integer> carriers = new TreeSet<>();
  private final SortedSet<Integer> producers = new TreeSet<>();
  private final SortedSet<Integer> contractors = new TreeSet<>();

  /**
   * An axis whose indices are the elements from {@code first} on.
   *
   * @param size number of indices
   */
  TracedAxis(String tensor, int axis, int first, int size) {
    this.tensor = tensor;
    this.axis = axis;
    this.first = first;
    this.size = size;
  }

  String tensor() {
    return tensor;
  }

  int axis() {
    return axis;
  }

  /** The first element, which tells axes apart. */
  int first() {
    return first;
  }

  /** Element of an index. */
  int element(int index) {
    return first + index;
  }

  int size() {
    return size;
  }

  /** All elements in order. */
  Channels channels() {
    return new Channels(IntStream.range(first, first + size).toArray());
  }

  /** Nodes, by position in the graph, that handle the axis channel by channel. */
  SortedSet<Integer> carriers() {
    return carriers;
  }

  /** Nodes for which the axis of an initializer makes the channels. */
  SortedSet<Integer> producers() {
    return producers;
  }

  /** Nodes that multiply with the axis of an initializer and sum. */
  SortedSet<Integer> contractors() {
    return contractors;
  }
}
