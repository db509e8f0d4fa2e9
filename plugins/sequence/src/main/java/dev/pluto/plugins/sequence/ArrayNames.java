package dev.pluto.plugins.sequence;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which arrays are sequences and which are labels, by their names.
 *
 * @param training pair of the training part, or the only one
 * @param test pair of the test part, where there is one beside it
 */
record ArrayNames(Pair training, Optional<Pair> test) {
  private static final Pattern X = Pattern.compile("(?<![^_.-])[xX](?![^_.-])");
  private static final Pattern TEST_PART =
      Pattern.compile("(?<![^_.-])(test|testing|val|valid|validation)(?![^_.-])");

  /** Names of an array of sequences and of the array of their labels. */
  record Pair(String x, String y) {
    boolean isTest() {
      return TEST_PART.matcher(x.toLowerCase(Locale.ROOT)).find();
    }
  }

  /** The name of the labels of an array, if it is named as one of sequences. */
  static Optional<String> partner(String name) {
    Matcher matcher = X.matcher(name);
    return matcher.find() ? Optional.of(matcher.replaceFirst("y")) : Optional.empty();
  }

  /**
   * Finds the pairs among names.
   *
   * @throws ProblemException (usage) if there is none, or more than one of a part
   */
  static ArrayNames of(Set<String> names, Path origin) {
    List<Pair> training = new ArrayList<>();
    List<Pair> test = new ArrayList<>();
    for (String name : names) {
      Optional<Pair> pair =
          partner(name)
              .flatMap(
                  y ->
                      names.stream()
                          .filter(y::equalsIgnoreCase)
                          .filter(n -> !n.equals(name))
                          .findFirst())
              .map(y -> new Pair(name, y));
      pair.ifPresent(p -> (p.isTest() ? test : training).add(p));
    }
    if (training.size() > 1 || test.size() > 1 || training.size() + test.size() == 0) {
      List<Pair> all = new ArrayList<>(training);
      all.addAll(test);
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(
              origin.toString(),
              all.isEmpty()
                  ? "among the arrays %s are no sequences with labels".formatted(names)
                  : "there are several pairs: %s".formatted(all),
              "x and y, or X_train and y_train with X_test and y_test"));
    }
    return training.isEmpty()
        ? new ArrayNames(test.get(0), Optional.empty())
        : new ArrayNames(training.get(0), test.stream().findFirst());
  }
}
