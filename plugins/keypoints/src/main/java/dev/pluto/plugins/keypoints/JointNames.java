package dev.pluto.plugins.keypoints;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What the names of joints say, and what the user says of them.
 *
 * @param names in the order of the model's heat maps
 */
record JointNames(List<String> names) {
  private static final Pattern SIDE =
      Pattern.compile("(?<![a-z])(left|right|l|r)(?![a-z])|^(left|right)");

  /**
   * How far annotators differ on a joint, as a share of the root of the object's area, times 2 (the
   * constants k of Ronchi and Perona, "Benchmarking and error diagnosis in multi-instance pose
   * estimation", 2017; neck and head of CrowdPose).
   */
  private static final Map<String, Double> SPREAD =
      Map.ofEntries(
          Map.entry("nose", 0.052),
          Map.entry("eye", 0.050),
          Map.entry("ear", 0.070),
          Map.entry("shoulder", 0.158),
          Map.entry("elbow", 0.144),
          Map.entry("wrist", 0.124),
          Map.entry("hip", 0.214),
          Map.entry("knee", 0.174),
          Map.entry("ankle", 0.178),
          Map.entry("neck", 0.158),
          Map.entry("head", 0.158));

  JointNames {
    names = List.copyOf(names);
  }

  /** Two joints by their places. */
  record Pair(int one, int other) {}

  /** Position of a joint. */
  OptionalInt indexOf(String name) {
    int index = names.indexOf(name);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /**
   * For every joint the one that is in its place in a mirrored image, itself in the middle.
   *
   * @param given pairs that the user named, "one:other"
   * @return empty if there are no pairs, so that mirrored images cannot be told
   */
  Optional<List<Integer>> mirrored(List<String> given) {
    List<Integer> places = new ArrayList<>(IntStream.range(0, names.size()).boxed().toList());
    for (Pair pair : given.isEmpty() ? byNames() : pairs("task.options.pairs", given)) {
      places.set(pair.one(), pair.other());
      places.set(pair.other(), pair.one());
    }
    boolean moved = IntStream.range(0, places.size()).anyMatch(i -> places.get(i) != i);
    return moved ? Optional.of(List.copyOf(places)) : Optional.empty();
  }

  private List<Pair> byNames() {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      for (int k = i + 1; k < names.size(); k++) {
        Optional<Character> one = side(names.get(i));
        Optional<Character> other = side(names.get(k));
        boolean opposite = one.isPresent() && other.isPresent() && !one.equals(other);
        if (opposite && part(names.get(i)).equals(part(names.get(k)))) {
          pairs.add(new Pair(i, k));
        }
      }
    }
    return pairs;
  }

  private static Optional<Character> side(String name) {
    return SIDE.matcher(name.toLowerCase(Locale.ROOT))
        .results()
        .map(found -> found.group().charAt(0))
        .findFirst();
  }

  /** The name without its side. */
  private static String part(String name) {
    return SIDE.matcher(name.toLowerCase(Locale.ROOT))
        .replaceFirst("")
        .replaceAll("[^a-z0-9]+", " ")
        .strip();
  }

  /**
   * Joints whose distance is the measure of errors, the first visible pair; empty if the names have
   * none.
   *
   * @param given pairs that the user named, "one:other"
   */
  List<Pair> torso(List<String> given) {
    if (!given.isEmpty()) {
      return pairs("task.options.torso", given);
    }
    List<Pair> diagonals = new ArrayList<>();
    for (char side : new char[] {'l', 'r'}) {
      OptionalInt shoulder = find("shoulder", side);
      OptionalInt hip = find("hip", side == 'l' ? 'r' : 'l');
      if (shoulder.isPresent() && hip.isPresent()) {
        diagonals.add(new Pair(shoulder.getAsInt(), hip.getAsInt()));
      }
    }
    return List.copyOf(diagonals);
  }

  private OptionalInt find(String part, char side) {
    return IntStream.range(0, names.size())
        .filter(i -> part(names.get(i)).equals(part))
        .filter(i -> side(names.get(i)).equals(Optional.of(side)))
        .findFirst();
  }

  private List<Pair> pairs(String key, List<String> given) {
    List<Pair> pairs = new ArrayList<>();
    for (String text : given) {
      String[] two = text.split(":", -1);
      OptionalInt one = indexOf(two[0].strip());
      OptionalInt other = indexOf(two[two.length - 1].strip());
      if (two.length != 2 || one.isEmpty() || other.isEmpty() || one.equals(other)) {
        throw new ProblemException(
            ProblemException.Kind.USAGE,
            new Problem(
                key,
                "'%s' does not name two joints".formatted(text),
                "'one:other' of " + String.join(", ", names)));
      }
      pairs.add(new Pair(one.getAsInt(), other.getAsInt()));
    }
    return List.copyOf(pairs);
  }

  /** Constants k of the object keypoint similarity; empty if one of the joints has none. */
  Optional<List<Double>> spreads() {
    List<Double> spreads = new ArrayList<>();
    for (String name : names) {
      for (String word : part(name).split(" ", -1)) {
        if (SPREAD.containsKey(word)) {
          spreads.add(SPREAD.getOrDefault(word, 0.0));
          break;
        }
      }
    }
    return spreads.size() == names.size() ? Optional.of(List.copyOf(spreads)) : Optional.empty();
  }
}
