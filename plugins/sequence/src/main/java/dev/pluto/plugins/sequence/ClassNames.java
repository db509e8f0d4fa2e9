package dev.pluto.plugins.sequence;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which output of the model belongs to which label. */
final class ClassNames {
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,9}");

  private ClassNames() {}

  /**
   * Positions by label. Labels take the order that the user gave, or that of their names (of their
   * numbers where all are whole numbers). Whole numbers are positions themselves where they fit and
   * some are missing.
   *
   * @param given names in order; empty if the user gave none
   * @param labels of all samples
   * @param wanted number of classes of the model, if it is fixed
   * @throws ProblemException (usage) if labels and model do not agree
   */
  static ToIntFunction<String> positions(
      List<String> given, Stream<String> labels, OptionalInt wanted, String origin) {
    List<String> found = labels.distinct().sorted().toList();
    boolean whole = found.stream().allMatch(label -> WHOLE.matcher(label).matches());
    if (whole) {
      found = found.stream().sorted(Comparator.comparingInt(Integer::parseInt)).toList();
    }
    if (!given.isEmpty()) {
      List<String> unknown = found.stream().filter(label -> !given.contains(label)).toList();
      if (!unknown.isEmpty()) {
        throw refused(
            origin,
            "labels %s are not among task.options.classes".formatted(unknown),
            String.join(", ", given));
      }
      found = given;
    }
    int count = found.size();
    if (wanted.isEmpty() || count == wanted.getAsInt()) {
      List<String> ordered = found;
      Map<String, Integer> places =
          IntStream.range(0, count).boxed().collect(Collectors.toMap(ordered::get, i -> i));
      return label -> Optional.ofNullable(places.get(label)).orElseThrow();
    }
    boolean positions =
        whole
            && given.isEmpty()
            && found.stream()
                .mapToInt(Integer::parseInt)
                .allMatch(n -> n >= 0 && n < wanted.getAsInt());
    if (positions) {
      return Integer::parseInt;
    }
    throw refused(
        origin,
        "the model tells %d classes apart, these are %d: %s"
            .formatted(wanted.getAsInt(), count, shortened(found)),
        "as many labels, or task.options.classes with the names of all outputs");
  }

  private static String shortened(List<String> names) {
    int shown = 30;
    return String.join(", ", names.subList(0, Math.min(shown, names.size())))
        + (names.size() > shown ? ", …" : "");
  }

  private static ProblemException refused(String origin, String what, String allowed) {
    return new ProblemException(ProblemException.Kind.USAGE, new Problem(origin, what, allowed));
  }
}
