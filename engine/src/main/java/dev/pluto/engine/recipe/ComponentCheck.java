package dev.pluto.engine.recipe;

import dev.pluto.spi.Problem;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The conditions that annotations of a record component put on its value. */
record ComponentCheck(RecordComponent component) {

  /** Notes a problem and answers false if the value does not fulfil a condition. */
  boolean accept(Object value, String place, List<Problem> problems) {
    Optional<Problem> problem = check(value, place);
    problem.ifPresent(problems::add);
    return problem.isEmpty();
  }

  private Optional<Problem> check(Object value, String place) {
    if (value instanceof Optional<?> optional) {
      return optional.flatMap(v -> check(v, place));
    }
    if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? check(optional.getAsInt(), place) : Optional.empty();
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? check(optional.getAsDouble(), place) : Optional.empty();
    }
    if (value instanceof Number number) {
      return outOfRange(number, place);
    }
    return value instanceof Path path ? missing(path, place) : Optional.empty();
  }

  private Optional<Problem> outOfRange(Number number, String place) {
    Range range = component.getAnnotation(Range.class);
    double value = number.doubleValue();
    if (range == null || (value >= range.min() && value <= range.max())) {
      return Optional.empty();
    }
    DecimalFormat plain =
        new DecimalFormat("0.######", DecimalFormatSymbols.getInstance(Locale.ROOT));
    String allowed = plain.format(range.min()) + " to " + plain.format(range.max());
    return Optional.of(new Problem(place, number + " is out of range", allowed));
  }

  private Optional<Problem> missing(Path path, String place) {
    Existing existing = component.getAnnotation(Existing.class);
    if (existing == null) {
      return Optional.empty();
    }
    if (!Files.exists(path)) {
      return Optional.of(new Problem(place, "no such file or folder: " + path));
    }
    if (existing.value() == Existing.Kind.FILE && !Files.isRegularFile(path)) {
      return Optional.of(new Problem(place, path + " is not a file"));
    }
    return Files.isReadable(path)
        ? Optional.empty()
        : Optional.of(new Problem(place, path + " can't be read: no permission"));
  }
}
