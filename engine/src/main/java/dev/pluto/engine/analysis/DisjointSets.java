package dev.pluto.engine.analysis;

import java.util.Arrays;

/** Union–find over integers from 0 on. The smallest member represents its set. */
final class DisjointSets {
  private int[] parents = new int[1024];
  private int size;

  /** Adds {@code count} sets of one member each; returns the first of the new members. */
  int add(int count) {
    int first = size;
    size = Math.addExact(size, count);
    if (size > parents.length) {
      parents = Arrays.copyOf(parents, (int) Math.min(Integer.MAX_VALUE - 8, 2L * size));
    }
    for (int i = first; i < size; i++) {
      parents[i] = i;
    }
    return first;
  }

  /** The representative of a member's set. */
  int find(int member) {
    int at = member;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /** Makes two sets one. */
  void union(int a, int b) {
    int rootA = find(a);
    int rootB = find(b);
    parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  /** Number of members. */
  int size() {
    return size;
  }
}
