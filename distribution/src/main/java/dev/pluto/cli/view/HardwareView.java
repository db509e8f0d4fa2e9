package dev.pluto.cli.view;

import dev.pluto.cli.text.Style;
import dev.pluto.cli.text.Table;
import dev.pluto.cli.text.Table.Align;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.hardware.TargetFact;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The hardware targets there are, and one of them in detail. */
public final class HardwareView {
  private final Style style;

  /** A view in this style. */
  public HardwareView(Style style) {
    this.style = style;
  }

  /** The JSON document of a listing. */
  public record ListJson(List<Entry> hardware) {
    /** A target, as a listing names it. */
    public record Entry(String id, String description, Set<String> metrics) {}

    /** The listing of these targets. */
    public static ListJson of(List<HardwareTarget> targets) {
      return new ListJson(
          targets.stream()
              .map(t -> new Entry(t.id(), t.description(), new TreeSet<>(t.metrics())))
              .toList());
    }
  }

  /** The JSON document of one target. */
  public record TargetJson(
      String id,
      String description,
      Set<String> metrics,
      String fingerprint,
      int channelAlignment,
      Map<String, List<String>> precisions,
      List<List<Set<String>>> fusions,
      Set<String> unsupported,
      List<TargetFact> facts) {
    /** The document of this target. */
    public static TargetJson of(HardwareTarget target) {
      return new TargetJson(
          target.id(),
          target.description(),
          new TreeSet<>(target.metrics()),
          target.fingerprint(),
          target.capabilities().channelAlignment(),
          precisionNames(target),
          target.capabilities().fusions().stream()
              .map(rule -> rule.chain().stream().<Set<String>>map(TreeSet::new).toList())
              .toList(),
          new TreeSet<>(target.capabilities().unsupported()),
          target.facts());
    }
  }

  /** The targets as text. */
  public String list(List<HardwareTarget> targets) {
    if (targets.isEmpty()) {
      return "no hardware targets; a hardware backend plugin brings them\n";
    }
    Table table =
        new Table(style, Align.LEFT, Align.LEFT, Align.LEFT)
            .header("hardware", "prices itself", "description");
    targets.forEach(
        t -> table.row(t.id(), String.join(", ", new TreeSet<>(t.metrics())), t.description()));
    return table.toString();
  }

  /** One target as text. */
  public String target(HardwareTarget target) {
    TargetJson facts = TargetJson.of(target);
    StringBuilder text = new StringBuilder();
    text.append(style.heading(facts.id()))
        .append(style.faint("  " + facts.description()))
        .append("\n\n")
        .append(
            new Table(style, Align.LEFT, Align.LEFT)
                .row("prices itself", String.join(", ", facts.metrics()))
                .row("channel alignment", Integer.toString(facts.channelAlignment()))
                .row("fingerprint", facts.fingerprint())
                .row("cannot run", orNothing(facts.unsupported())));
    Table precisions = new Table(style, Align.LEFT, Align.LEFT);
    byPrecisions(facts.precisions())
        .forEach((names, operators) -> precisions.row(names, String.join(", ", operators)));
    Table fusions = new Table(style, Align.LEFT);
    facts.fusions().forEach(chain -> fusions.row(chain(chain)));
    text.append('\n').append(style.heading("Precisions other than fp32 alone")).append('\n');
    text.append(precisions).append('\n').append(style.heading("Runs as one kernel")).append('\n');
    text.append(fusions);
    if (!facts.facts().isEmpty()) {
      Table known = new Table(style, Align.LEFT, Align.RIGHT, Align.LEFT);
      facts.facts().forEach(fact -> known.row(fact.name(), fact.value(), fact.origin()));
      text.append('\n').append(style.heading("What prices rest on")).append('\n').append(known);
    }
    return text.toString();
  }

  /** What to say of a description in which nothing is wrong. */
  public String valid(Path file, HardwareTarget target) {
    return "%s is valid: it describes %s, %s\n".formatted(file, target.id(), target.description());
  }

  private static Map<String, List<String>> precisionNames(HardwareTarget target) {
    Map<String, List<String>> names = new TreeMap<>();
    target
        .capabilities()
        .precisions()
        .forEach(
            (operator, tuples) ->
                names.put(operator, tuples.stream().map(PrecisionTuple::name).toList()));
    return names;
  }

  private static Map<String, Set<String>> byPrecisions(Map<String, List<String>> precisions) {
    return precisions.entrySet().stream()
        .collect(
            Collectors.groupingBy(
                entry -> String.join(", ", entry.getValue()),
                TreeMap::new,
                Collectors.mapping(Map.Entry::getKey, Collectors.toCollection(TreeSet::new))));
  }

  private static String chain(List<Set<String>> chain) {
    return chain.stream().map(names -> String.join("|", names)).collect(Collectors.joining(" + "));
  }

  private static String orNothing(Set<String> names) {
    return names.isEmpty() ? "nothing known" : String.join(", ", names);
  }
}
