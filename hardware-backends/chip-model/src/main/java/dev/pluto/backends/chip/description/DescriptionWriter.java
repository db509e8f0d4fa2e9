package dev.pluto.backends.chip.description;

import dev.pluto.spi.hardware.FusionRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes descriptions as {@link DescriptionReader} reads them, every value with its origin. */
public final class DescriptionWriter {
  private static final String INDENT = "  ";
  private static final int WIDTH = 96;

  /** A mapping: numbers as they are written, with their origins, and further mappings. */
  private static final class Part {
    private final Map<String, String> written = new LinkedHashMap<>();
    private final Map<String, Origin> origins = new LinkedHashMap<>();
    private final Map<String, Part> parts = new LinkedHashMap<>();

    Part add(String key, Quantity quantity, Dimension dimension) {
      written.put(key, dimension.format(quantity.value()));
      origins.put(key, quantity.origin());
      return this;
    }

    Part add(String key, Part part) {
      parts.put(key, part);
      return this;
    }

    /** The origin that most numbers have. */
    Optional<Origin> usual() {
      Map<Origin, Long> counts =
          all().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
      return counts.entrySet().stream()
          .max(
              Map.Entry.<Origin, Long>comparingByValue()
                  .thenComparing(e -> e.getKey().toString(), Comparator.reverseOrder()))
          .map(Map.Entry::getKey);
    }

    private Stream<Origin> all() {
      return Stream.concat(origins.values().stream(), parts.values().stream().flatMap(Part::all));
    }
  }

  private final StringBuilder text = new StringBuilder();

  private DescriptionWriter() {}

  /** The text of a description. */
  public static String write(ChipDescription chip) {
    DescriptionWriter writer = new DescriptionWriter();
    writer.write(chip, chip.rates().precisions());
    return writer.text.toString();
  }

  private void write(ChipDescription chip, Collection<String> precisions) {
    line("# What the keys mean is explained in docs/chips.md.");
    line("schema: 1");
    line("id: " + chip.id());
    line("description: " + quoted(chip.description()));
    line("");
    line("sources:");
    new TreeMap<>(chip.sources()).forEach((key, s) -> line(INDENT + key + ": " + quoted(s)));
    line("");
    line("float: " + chip.floatPrecision());
    line("");
    operators(chip.operators());
    line("unsupported: " + list(new TreeSet<>(chip.unsupported())));
    line("free: " + list(new TreeSet<>(chip.free())));
    if (!chip.fusions().isEmpty()) {
      line("");
      line("fusions:");
      chip.fusions().forEach(rule -> line(INDENT + "- " + chain(rule)));
    }
    line("");
    line("alignment:");
    line(INDENT + "channels: " + chip.alignment().channels());
    part(INDENT, new Part().add("waste", chip.alignment().waste(), Dimension.SHARE));
    section("overhead", overhead(chip.overhead(), precisions));
    section(
        "memory",
        new Part()
            .add("on-chip", chip.memory().onChip(), Dimension.BYTES)
            .add("dram-bandwidth", chip.memory().dramBandwidth(), Dimension.BANDWIDTH));
    section("rates", rates(chip.rates()));
    chip.energy().ifPresent(energy -> section("energy", energy(energy, precisions)));
    chip.fallback().ifPresent(this::fallback);
    if (!chip.expectedErrors().isEmpty()) {
      section("expected-error", numbers(chip.expectedErrors(), precisions, Dimension.SHARE));
    }
  }

  private void operators(Map<String, List<String>> operators) {
    Map<List<String>, List<String>> byPrecisions = new LinkedHashMap<>();
    new TreeMap<>(operators)
        .forEach(
            (name, names) -> byPrecisions.computeIfAbsent(names, n -> new ArrayList<>()).add(name));
    if (byPrecisions.isEmpty()) {
      return;
    }
    line("operators:");
    byPrecisions.forEach(
        (names, members) -> {
          line(INDENT + "- names: " + list(members));
          line(INDENT + "  precisions: " + list(names));
        });
  }

  private static Part overhead(ChipDescription.Overhead overhead, Collection<String> precisions) {
    Part part =
        new Part().add("inference", numbers(overhead.inference(), precisions, Dimension.TIME));
    if (!overhead.input().isEmpty()) {
      part.add("input", numbers(overhead.input(), precisions, Dimension.ELEMENT_RATE));
    }
    return part.add("kernel", overhead.kernel(), Dimension.TIME);
  }

  private static Part rates(Rates rates) {
    Part all = new Part();
    for (String precision : rates.precisions()) {
      Part part = new Part();
      for (OperatorClass kind : OperatorClass.values()) {
        rates
            .find(precision, kind)
            .ifPresent(
                rate ->
                    part.add(
                        kind.label(),
                        rate,
                        kind.multiplies() ? Dimension.MAC_RATE : Dimension.ELEMENT_RATE));
      }
      all.add(precision, part);
    }
    return all;
  }

  private static Part energy(ChipDescription.Energy energy, Collection<String> precisions) {
    return new Part()
        .add("mac", numbers(energy.mac(), precisions, Dimension.ENERGY))
        .add("on-chip-byte", energy.onChipByte(), Dimension.ENERGY)
        .add("dram-byte", energy.dramByte(), Dimension.ENERGY)
        .add("static-power", energy.staticPower(), Dimension.POWER);
  }

  private void fallback(ChipDescription.Fallback fallback) {
    section(
        "fallback",
        new Part()
            .add("transfer", fallback.transfer(), Dimension.TIME)
            .add("macs", fallback.macs(), Dimension.MAC_RATE)
            .add("elements", fallback.elements(), Dimension.ELEMENT_RATE)
            .add("power", fallback.power(), Dimension.POWER));
    line(INDENT + "processor: " + quoted(fallback.processor()));
  }

  private static Part numbers(
      Map<String, Quantity> numbers, Collection<String> order, Dimension dimension) {
    Part part = new Part();
    order.forEach(
        key -> Optional.ofNullable(numbers.get(key)).ifPresent(q -> part.add(key, q, dimension)));
    return part;
  }

  private void section(String key, Part part) {
    line("");
    line(key + ":");
    part(INDENT, part);
  }

  /** The usual origin around the values, and that of all others beside them. */
  private void part(String indent, Part part) {
    Optional<Origin> usual = part.usual();
    usual.ifPresent(
        origin -> {
          line(indent + "source: " + origin.source());
          line(indent + "confidence: " + origin.confidence().label());
        });
    usual.ifPresent(origin -> content(indent, part, origin));
  }

  private void content(String indent, Part part, Origin usual) {
    part.written.forEach(
        (key, value) -> {
          Origin origin = Optional.ofNullable(part.origins.get(key)).orElse(usual);
          line(
              indent
                  + key
                  + ": "
                  + (origin.equals(usual)
                      ? value
                      : "{value: %s, source: %s, confidence: %s}"
                          .formatted(value, origin.source(), origin.confidence().label())));
        });
    part.parts.forEach(
        (key, inner) -> {
          line(indent + key + ":");
          content(indent + INDENT, inner, usual);
        });
  }

  private static String chain(FusionRule rule) {
    return rule.chain().stream()
        .map(names -> String.join("|", new TreeSet<>(names)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String list(Collection<String> names) {
    StringBuilder list = new StringBuilder("[");
    int length = 0;
    for (String name : names) {
      if (list.length() > 1) {
        list.append(',');
        length++;
        if (length + name.length() > WIDTH) {
          list.append('\n').append(INDENT.repeat(6));
          length = 0;
        } else {
          list.append(' ');
        }
      }
      list.append(name);
      length += name.length() + 1;
    }
    return list.append(']').toString();
  }

  /** As a double-quoted scalar of YAML. */
  private static String quoted(String plain) {
    return '"' + plain.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private void line(String written) {
    text.append(written).append('\n');
  }
}
