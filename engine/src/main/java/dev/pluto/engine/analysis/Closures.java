package dev.pluto.engine.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What must go together with a class of channels. A class stands for all that was tied; where an
 * axis runs through the combinations of several factors, a channel of a factor takes all of its
 * combinations along, and a combination needs one of its factors' channels to go.
 */
final class Closures {
  /** All classes that go together. */
  sealed interface Closure {
    /** They can be removed. */
    record Removable(Set<Integer> classes) implements Closure {}

    /** One of them can't be removed. */
    record Fixed(String reason) implements Closure {}
  }

  /** Where a class stands in a product: as a combination, or in a factor. */
  private record Occurrence(ClassProduct product, Optional<Integer> factor, int place) {}

  /** Steps that all closures of a graph may take together; the rest stays fixed. */
  private static final long MOST_STEPS = 1 << 28;

  private final @Nullable String[] reasons;
  private final Map<Integer, List<Occurrence>> occurrences = new HashMap<>();
  private final Set<Integer> factors = new LinkedHashSet<>();
  private int mostFactors;
  private long steps;

  /**
   * The closures of a trace.
   *
   * @param given why classes are fixed by themselves, by class
   */
  Closures(TraceState state, @Nullable String[] given) {
    reasons = given.clone();
    List<ClassProduct> products =
        state.products().stream().map(p -> ClassProduct.of(p, state)).toList();
    boolean spreads;
    do {
      spreads = false;
      for (ClassProduct product : products) {
        spreads |= product.spread(reasons);
      }
    } while (spreads);
    products.stream().filter(p -> !p.isFixed(reasons)).forEach(this::note);
  }

  private void note(ClassProduct product) {
    for (int place = 0; place < product.size(); place++) {
      note(product.combination(place), new Occurrence(product, Optional.empty(), place));
    }
    for (int f = 0; f < product.factors(); f++) {
      for (int place = 0; place < product.size(f); place++) {
        note(product.channel(f, place), new Occurrence(product, Optional.of(f), place));
        factors.add(product.channel(f, place));
      }
    }
    mostFactors = Math.max(mostFactors, product.factors());
  }

  private void note(int member, Occurrence occurrence) {
    occurrences.computeIfAbsent(member, c -> new ArrayList<>()).add(occurrence);
  }

  /** Whether nothing is known that keeps a class from going. */
  boolean isFree(int member) {
    return reasons[member] == null;
  }

  /** The classes of all factors, in execution order of the nodes that spoke of them. */
  Set<Integer> factors() {
    return factors;
  }

  /**
   * What goes with a class. Where one of several factors must go with a combination, the one that
   * takes the fewest others along is tried first, then each by its number.
   */
  Closure of(int seed) {
    Closure first = new Attempt(seed, OptionalInt.empty()).closure();
    for (int factor = 0; factor < mostFactors && first instanceof Closure.Fixed; factor++) {
      Closure other = new Attempt(seed, OptionalInt.of(factor)).closure();
      if (other instanceof Closure.Removable) {
        return other;
      }
    }
    return first;
  }

  /** One closure; a given factor goes wherever any one has to. */
  private final class Attempt {
    private final OptionalInt given;
    private final Set<Integer> closed = new HashSet<>();
    private final Deque<Integer> open = new ArrayDeque<>();

    Attempt(int seed, OptionalInt given) {
      this.given = given;
      add(seed);
    }

    private void add(int member) {
      if (closed.add(member)) {
        open.add(member);
      }
    }

    Closure closure() {
      do {
        while (!open.isEmpty()) {
          int member = open.remove();
          String reason = reasons[member];
          if (reason != null) {
            return new Closure.Fixed(reason);
          }
          for (Occurrence at : occurrencesOf(member)) {
            at.factor().ifPresent(f -> at.product().with(f, at.place()).forEach(this::add));
          }
        }
        steps += closed.size();
        if (steps > MOST_STEPS) {
          return new Closure.Fixed("there are too many channels to follow all of them");
        }
        unexplained().ifPresent(this::explain);
      } while (!open.isEmpty());
      return new Closure.Removable(closed);
    }

    private List<Occurrence> occurrencesOf(int member) {
      return occurrences.getOrDefault(member, List.of());
    }

    /** A combination that goes although all of its factors' channels stay. */
    private Optional<Occurrence> unexplained() {
      return closed.stream()
          .flatMap(member -> occurrencesOf(member).stream())
          .filter(at -> at.factor().isEmpty())
          .filter(at -> at.product().channelsOf(at.place()).noneMatch(closed::contains))
          .findFirst();
    }

    /** Lets the channel of one factor go. */
    private void explain(Occurrence at) {
      ClassProduct product = at.product();
      int[] others =
          IntStream.range(0, product.factors())
              .map(f -> others(product, f, product.placeOf(at.place(), f)))
              .toArray();
      int fewest =
          IntStream.range(0, others.length)
              .boxed()
              .min(Comparator.comparing(f -> others[f]))
              .orElseThrow();
      int chosen =
          given.isEmpty() || others[fewest] == 0
              ? fewest
              : Math.min(given.getAsInt(), product.factors() - 1);
      add(product.channel(chosen, product.placeOf(at.place(), chosen)));
    }

    /** How many combinations would go besides those that go anyway. */
    private int others(ClassProduct product, int factor, int place) {
      return (int) product.with(factor, place).filter(c -> !closed.contains(c)).count();
    }
  }
}
