package dev.pluto.engine.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses among groups that share channels, such as the heads of an attention and the columns of a
 * head. A coarse group is left out where finer ones reach all the weights that it reaches; of the
 * others the one that reaches most is taken first.
 */
final class CandidateSelection {
  /**
   * A candidate with the classes of its channels, those of them that weights make, and how many
   * elements these weights have.
   */
  private record Reach(
      GroupCandidate candidate, Set<Integer> classes, Set<Integer> made, long weight) {
    boolean overlaps(Reach other) {
      return !Collections.disjoint(classes, other.classes);
    }
  }

  private CandidateSelection() {}

  /** Candidates of which no two share channels. */
  static List<GroupCandidate> of(List<GroupCandidate> candidates, TraceState state) {
    List<Reach> all = new ArrayList<>();
    Map<Integer, Integer> uses = new HashMap<>();
    for (GroupCandidate candidate : candidates) {
      Reach reach =
          new Reach(candidate, candidate.classes(), candidate.made(state), candidate.weight(state));
      reach.classes().forEach(c -> uses.merge(c, 1, Integer::sum));
      all.add(reach);
    }
    List<GroupCandidate> selected = new ArrayList<>();
    List<Reach> rivals = new ArrayList<>();
    for (Reach reach : all) {
      if (reach.classes().stream().allMatch(c -> uses.getOrDefault(c, 0) == 1)) {
        selected.add(reach.candidate());
      } else {
        rivals.add(reach);
      }
    }
    selected.addAll(amongRivals(rivals));
    return selected;
  }

  private static List<GroupCandidate> amongRivals(List<Reach> rivals) {
    List<Reach> needed = new ArrayList<>(rivals);
    rivals.stream()
        .sorted(Comparator.comparing(r -> r.candidate().size()))
        .filter(coarse -> isCovered(coarse, needed))
        .forEach(needed::remove);
    needed.sort(Comparator.comparing(Reach::weight).reversed());
    List<Reach> selected = new ArrayList<>();
    for (Reach reach : needed) {
      if (selected.stream().noneMatch(reach::overlaps)) {
        selected.add(reach);
      }
    }
    return selected.stream().map(Reach::candidate).toList();
  }

  private static boolean isCovered(Reach coarse, List<Reach> others) {
    Set<Integer> open = new HashSet<>(coarse.made());
    others.stream()
        .filter(r -> r.candidate().size() > coarse.candidate().size() && r.overlaps(coarse))
        .forEach(finer -> open.removeAll(finer.made()));
    return open.isEmpty();
  }
}
