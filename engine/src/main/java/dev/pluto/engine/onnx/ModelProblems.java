package dev.pluto.engine.onnx;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Gathers what is wrong with one model file, so that all of it is reported at once. */
final class ModelProblems {
  private static final int REPORTED = 50;

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private int unreported;

  ModelProblems(String file) {
    this.file = file;
  }

  /** Notes a problem at a place inside the file; an empty place stands for the file as a whole. */
  void add(String place, String what) {
    add(problem(place, what));
  }

  /** The result of a part that may find problems of its own, or empty where it did. */
  <T> Optional<T> collect(Supplier<T> part) {
    try {
      return Optional.of(part.get());
    } catch (ProblemException e) {
      e.problems().forEach(this::add);
      return Optional.empty();
    }
  }

  /** The result of a part whose problems do not name the file yet. */
  <T> T inside(Supplier<T> part) {
    try {
      return part.get();
    } catch (ProblemException e) {
      List<Problem> placed =
          e.problems().stream()
              .map(p -> new Problem(file + ": " + p.place(), p.what(), p.allowed()))
              .toList();
      throw new ProblemException(e.kind(), placed);
    }
  }

  /** Ends the work where one problem makes everything after it meaningless. */
  ProblemException fatal(String place, String what) {
    return new ProblemException(ProblemException.Kind.MODEL, problem(place, what));
  }

  /** Reports what was gathered, if anything. */
  void throwIfAny() {
    if (problems.isEmpty()) {
      return;
    }
    if (unreported > 0) {
      problems.add(new Problem(file, "and " + unreported + " more problems"));
    }
    throw new ProblemException(ProblemException.Kind.MODEL, problems);
  }

  private void add(Problem problem) {
    if (problems.size() < REPORTED) {
      problems.add(problem);
    } else {
      unreported++;
    }
  }

  private Problem problem(String place, String what) {
    return new Problem(place.isEmpty() ? file : file + ": " + place, what);
  }
}
