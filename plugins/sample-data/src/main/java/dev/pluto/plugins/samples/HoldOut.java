package dev.pluto.plugins.samples;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A fixed tenth of the samples, held out for validation; both lists ascending.
 *
 * @param training indices of the samples that stay
 * @param validation indices of the samples held out
 */
public record HoldOut(List<Integer> training, List<Integer> validation) {
  /** Copies the lists. */
  public HoldOut {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
  }

  /**
   * Holds out a tenth of every class, rounded, at least one where it has two.
   *
   * @param classes class of each sample
   * @param seed decides which; the same seed gives the same tenth
   */
  public static HoldOut tenth(int[] classes, long seed) {
    Map<Integer, List<Integer>> members = new TreeMap<>();
    for (int i = 0; i < classes.length; i++) {
      members.computeIfAbsent(classes[i], c -> new ArrayList<>()).add(i);
    }
    Random random = new Random(seed);
    BitSet held = new BitSet();
    for (List<Integer> indices : members.values()) {
      Collections.shuffle(indices, random);
      int count = indices.size() < 2 ? 0 : Math.max(1, Math.round(indices.size() / 10f));
      indices.subList(0, count).forEach(held::set);
    }
    List<Integer> all = IntStream.range(0, classes.length).boxed().toList();
    return new HoldOut(
        all.stream().filter(i -> !held.get(i)).toList(), all.stream().filter(held::get).toList());
  }

  /** Holds out a tenth of {@code count} samples without classes. */
  public static HoldOut tenth(int count, long seed) {
    return tenth(new int[count], seed);
  }
}
