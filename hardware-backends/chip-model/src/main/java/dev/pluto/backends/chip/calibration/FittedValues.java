package dev.pluto.backends.chip.calibration;

import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.OperatorClass;
import dev.pluto.backends.chip.description.Origin;
import dev.pluto.backends.chip.description.Quantity;
import dev.pluto.backends.chip.description.Rates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of a description that a fit changes, as logarithms. Each is where it started plus a
 * step of its own plus the steps of the groups that it is in: what all precisions of a class of
 * operators have in common, what all classes have in one precision, and what all have. So a value
 * that no measurement depends on moves along with its kind.
 */
final class FittedValues {
  /** A value: the rate of a class, or one of the times and rates of an inference. */
  private record Key(String part, String precision, Optional<OperatorClass> kind) {}

  private static final String KERNEL = "kernel";
  private static final String BANDWIDTH = "dram-bandwidth";
  private static final String INFERENCE = "inference";
  private static final String INPUT = "input";
  private static final String RATE = "rate";

  private final ChipDescription chip;
  private final Strengths strengths;
  private final Map<Key, Integer> values = new LinkedHashMap<>();
  private final List<Double> start = new ArrayList<>();
  private final List<Double> own = new ArrayList<>();
  private final List<List<Integer>> groupsOf = new ArrayList<>();
  private final Map<String, Integer> groups = new LinkedHashMap<>();
  private final List<Double> common = new ArrayList<>();
  private final Map<String, String> twins = new LinkedHashMap<>();

  /**
   * All values of a description with times and rates.
   *
   * @param measured precisions with measurements; one without that has all its rates from another
   *     one keeps to that one
   */
  FittedValues(ChipDescription chip, Strengths strengths, Set<String> measured) {
    this.chip = chip;
    this.strengths = strengths;
    add(new Key(KERNEL, "", Optional.empty()), chip.overhead().kernel(), strengths.kernel());
    add(
        new Key(BANDWIDTH, "", Optional.empty()),
        chip.memory().dramBandwidth(),
        strengths.bandwidth());
    for (String precision : chip.rates().precisions()) {
      Optional<String> twin = measured.contains(precision) ? Optional.empty() : twin(precision);
      if (twin.isPresent()) {
        twins.put(precision, twin.get());
        continue;
      }
      Key inference = new Key(INFERENCE, precision, Optional.empty());
      Optional.ofNullable(chip.overhead().inference().get(precision))
          .filter(time -> time.value() > 0)
          .ifPresent(time -> add(inference, time, strengths.fixed(), INFERENCE));
      Key input = new Key(INPUT, precision, Optional.empty());
      Optional.ofNullable(chip.overhead().input().get(precision))
          .ifPresent(rate -> add(input, rate, strengths.fixed(), INPUT));
      for (OperatorClass kind : OperatorClass.values()) {
        chip.rates().find(precision, kind).ifPresent(rate -> add(precision, kind, rate));
      }
    }
  }

  /** An earlier precision with the same rates. */
  private Optional<String> twin(String precision) {
    return chip.rates().precisions().stream()
        .takeWhile(other -> !other.equals(precision))
        .filter(other -> !twins.containsKey(other))
        .filter(
            other ->
                Arrays.stream(OperatorClass.values())
                    .allMatch(kind -> rateOf(other, kind) == rateOf(precision, kind)))
        .findFirst();
  }

  private double rateOf(String precision, OperatorClass kind) {
    return chip.rates().find(precision, kind).map(Quantity::value).orElse(0.0);
  }

  private void add(String precision, OperatorClass kind, Quantity rate) {
    String sort = kind.multiplies() ? "multiplying" : "other";
    add(
        new Key(RATE, precision, Optional.of(kind)),
        rate,
        kind == OperatorClass.CONVERSION ? strengths.conversion() : strengths.rate(),
        kind.label(),
        precision + " " + sort,
        sort);
  }

  private void add(Key key, Quantity quantity, double strength, String... inGroups) {
    values.put(key, start.size());
    start.add(Math.log(quantity.value()));
    own.add(strength);
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < inGroups.length; i++) {
      double held =
          i == inGroups.length - 1
              ? strengths.whole()
              : i == 0 ? strengths.kind() : strengths.precision();
      indices.add(
          groups.computeIfAbsent(
              inGroups[i],
              name -> {
                common.add(held);
                return common.size() - 1;
              }));
    }
    groupsOf.add(List.copyOf(indices));
  }

  /** Number of values. */
  int size() {
    return start.size();
  }

  /** Number of steps that a fit decides: of the values, then of the groups. */
  int steps() {
    return size() + common.size();
  }

  /** Strength with which a step is held at 0. */
  double strength(int step) {
    return step < size() ? own.get(step) : common.get(step - size());
  }

  /** The values after so many steps. */
  double[] values(double[] steps) {
    double[] result = new double[size()];
    for (int v = 0; v < result.length; v++) {
      double logarithm = start.get(v) + steps[v];
      for (int group : groupsOf.get(v)) {
        logarithm += steps[size() + group];
      }
      result[v] = Math.exp(logarithm);
    }
    return result;
  }

  /** Derivatives by steps from derivatives by the logarithms of values. */
  double[] bySteps(double[] byValues) {
    double[] slopes = new double[steps()];
    for (int v = 0; v < byValues.length; v++) {
      slopes[v] = byValues[v];
      for (int group : groupsOf.get(v)) {
        slopes[size() + group] += byValues[v];
      }
    }
    return slopes;
  }

  int kernel() {
    return index(new Key(KERNEL, "", Optional.empty()));
  }

  int bandwidth() {
    return index(new Key(BANDWIDTH, "", Optional.empty()));
  }

  int rate(String precision, OperatorClass kind) {
    return index(new Key(RATE, precision, Optional.of(kind)));
  }

  /** Empty where an inference takes no fixed time. */
  Optional<Integer> inference(String precision) {
    return Optional.ofNullable(values.get(new Key(INFERENCE, precision, Optional.empty())));
  }

  /** Empty where inputs take no time. */
  Optional<Integer> input(String precision) {
    return Optional.ofNullable(values.get(new Key(INPUT, precision, Optional.empty())));
  }

  private int index(Key key) {
    return Optional.ofNullable(values.get(key))
        .orElseThrow(() -> new IllegalStateException("there is no value of " + key));
  }

  /**
   * The description after so many steps.
   *
   * @param touched which values measurements depend on: they get the origin of the fit, and the
   *     others that of an assumption, though they have moved along
   */
  ChipDescription described(double[] steps, boolean[] touched, Origin fit, Origin moved) {
    double[] results = values(steps);
    Map<String, Map<OperatorClass, Quantity>> rates = new LinkedHashMap<>();
    chip.rates().precisions().forEach(p -> rates.put(p, new EnumMap<>(OperatorClass.class)));
    Map<String, Quantity> inference = new LinkedHashMap<>(chip.overhead().inference());
    Map<String, Quantity> input = new LinkedHashMap<>(chip.overhead().input());
    Map<String, Quantity> single = new LinkedHashMap<>();
    values.forEach(
        (key, index) -> {
          Quantity value = new Quantity(results[index], touched[index] ? fit : moved);
          switch (key.part()) {
            case INFERENCE -> inference.put(key.precision(), value);
            case INPUT -> input.put(key.precision(), value);
            case RATE ->
                rates
                    .computeIfAbsent(key.precision(), p -> new EnumMap<>(OperatorClass.class))
                    .put(key.kind().orElseThrow(), value);
            default -> single.put(key.part(), value);
          }
        });
    twins.forEach(
        (precision, twin) -> {
          copy(inference, precision, twin, moved);
          copy(input, precision, twin, moved);
          Map<OperatorClass, Quantity> own = new EnumMap<>(OperatorClass.class);
          rates
              .getOrDefault(twin, Map.of())
              .forEach((kind, rate) -> own.put(kind, new Quantity(rate.value(), moved)));
          rates.put(precision, own);
        });
    return chip.with(
        new ChipDescription.Overhead(
            inference, input, Optional.ofNullable(single.get(KERNEL)).orElseThrow()),
        new ChipDescription.Memory(
            chip.memory().onChip(), Optional.ofNullable(single.get(BANDWIDTH)).orElseThrow()),
        new Rates(rates));
  }

  private static void copy(
      Map<String, Quantity> numbers, String precision, String twin, Origin origin) {
    Optional.ofNullable(numbers.get(twin))
        .ifPresent(number -> numbers.put(precision, new Quantity(number.value(), origin)));
  }
}
