package dev.pluto.plugins.samples;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Gathers what is wrong with many files, so that all of it is reported at once. */
public final class Problems {
  private static final int MOST_SHOWN = 20;

  private final List<Problem> found = new ArrayList<>();

  /** Notes a problem. */
  public synchronized void add(String place, String what, String allowed) {
    found.add(new Problem(place, what, allowed));
  }

  /** What something gives; empty if it reports problems, which are noted. */
  public <T> Optional<T> gather(Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (ProblemException e) {
      synchronized (this) {
        found.addAll(e.problems());
      }
      return Optional.empty();
    }
  }

  /**
   * Ends here if anything is wrong.
   *
   * @throws ProblemException (usage) with the first problems, by place, and the number of others
   */
  public synchronized void refuse() {
    if (found.isEmpty()) {
      return;
    }
    List<Problem> shown = new ArrayList<>(found);
    shown.sort(Comparator.comparing(Problem::place));
    if (shown.size() > MOST_SHOWN) {
      int others = shown.size() - MOST_SHOWN;
      shown.subList(MOST_SHOWN, shown.size()).clear();
      shown.add(new Problem("", "and %d more".formatted(others)));
    }
    throw new ProblemException(ProblemException.Kind.USAGE, shown);
  }
}
