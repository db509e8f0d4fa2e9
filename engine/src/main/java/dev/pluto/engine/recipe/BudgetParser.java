package dev.pluto.engine.recipe;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.ProblemException.Kind;
import dev.pluto.spi.metric.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads budgets as users write them: "60%", "4ms", "300M", under a metric's id or an alias. */
public final class BudgetParser {
  private static final Pattern WRITTEN =
      Pattern.compile("([0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\\s*(\\S*)");

  /** A name that a budget may stand under, and what a value under it is multiplied by. */
  private record Name(Metric metric, double factor) {}

  private final Map<String, Name> names = new TreeMap<>();

  /** A parser for these metrics. */
  public BudgetParser(Collection<Metric> metrics) {
    for (Metric metric : metrics) {
      names.put(metric.id(), new Name(metric, 1));
      metric.aliases().forEach((alias, factor) -> names.put(alias, new Name(metric, factor)));
    }
  }

  /**
   * The budgets of a recipe, in its order.
   *
   * @throws ProblemException (usage) with everything that is wrong
   */
  public List<Budget> parse(Map<String, String> written) {
    List<Problem> problems = new ArrayList<>();
    List<Budget> budgets = parse(written, problems);
    if (!problems.isEmpty()) {
      throw new ProblemException(Kind.USAGE, problems);
    }
    return budgets;
  }

  /** As {@link #parse(Map)}, but adds what is wrong to {@code problems}. */
  public List<Budget> parse(Map<String, String> written, List<Problem> problems) {
    Map<String, String> writtenAs = new LinkedHashMap<>();
    List<Budget> budgets = new ArrayList<>();
    written.forEach(
        (name, text) -> {
          Optional<Budget> budget = parse(name, text, problems);
          budget.ifPresent(
              b -> {
                String earlier = writtenAs.putIfAbsent(b.metric(), name);
                if (earlier != null) {
                  problems.add(
                      new Problem("budgets." + name, "bounds the same metric as " + earlier));
                }
                budgets.add(b);
              });
        });
    return List.copyOf(budgets);
  }

  private Optional<Budget> parse(String written, String text, List<Problem> problems) {
    String place = "budgets." + written;
    Name name = names.get(written);
    if (name == null) {
      String hint =
          Nearest.to(written, names.keySet()).map(n -> "; did you mean " + n + "?").orElse("");
      problems.add(new Problem(place, "no such metric" + hint, String.join(", ", names.keySet())));
      return Optional.empty();
    }
    Matcher matcher = WRITTEN.matcher(text.trim());
    if (!matcher.matches()) {
      problems.add(new Problem(place, "'" + text + "' is no budget", examples(name.metric())));
      return Optional.empty();
    }
    double number = Double.parseDouble(matcher.group(1));
    String unit = matcher.group(2);
    if (!(number > 0) || !Double.isFinite(number)) {
      problems.add(new Problem(place, "'" + text + "' leaves nothing", "a number above 0"));
      return Optional.empty();
    }
    if (unit.equals("%")) {
      return Optional.of(new Budget.Relative(name.metric().id(), number / 100));
    }
    Double worth = name.metric().units().get(unit);
    if (worth == null) {
      String what = unit.isEmpty() ? "'" + text + "' has no unit" : "no such unit: '" + unit + "'";
      problems.add(new Problem(place, what, examples(name.metric())));
      return Optional.empty();
    }
    return Optional.of(new Budget.Absolute(name.metric().id(), number * worth * name.factor()));
  }

  private static String examples(Metric metric) {
    String units =
        new TreeSet<>(metric.units().keySet())
            .stream()
                .map(unit -> unit.isEmpty() ? "a plain number" : "a number with " + unit)
                .collect(Collectors.joining(", "));
    return "a percentage of the given model, such as 60%" + (units.isEmpty() ? "" : ", " + units);
  }
}
