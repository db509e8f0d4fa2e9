package dev.pluto.cli.view;

import dev.pluto.cli.text.Amounts;
import dev.pluto.cli.text.Style;
import dev.pluto.cli.text.Table;
import dev.pluto.cli.text.Table.Align;
import dev.pluto.engine.report.Inspection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is in a model, what could be compressed, and why the rest could not. */
public final class InspectionView {
  private final Style style;

  /** A view in this style. */
  public InspectionView(Style style) {
    this.style = style;
  }

  /** The inspection as text. */
  public String text(Inspection inspection) {
    StringBuilder text = new StringBuilder();
    String opsets =
        inspection.opsets().entrySet().stream()
            .map(o -> (o.getKey().isEmpty() ? "opset" : o.getKey()) + " " + o.getValue())
            .collect(Collectors.joining(", "));
    text.append(style.heading(inspection.model())).append("\n\n");
    text.append(
        new Table(style, Align.LEFT, Align.LEFT)
            .row("size", Amounts.of(inspection.bytes(), "B") + style.faint("  " + opsets))
            .row("parameters", Amounts.count(inspection.parameters()))
            .row("MACs", macs(inspection))
            .row("trainable", trainable(inspection)));
    section(text, "Inputs", values(inspection.inputs()), inspection.inputs());
    section(text, "Outputs", values(inspection.outputs()), inspection.outputs());
    section(text, "Operators", operators(inspection), inspection.nodes());
    section(text, "Channel groups", groups(inspection), inspection.channelGroups());
    section(text, "Left unchanged", unchanged(inspection), inspection.unchanged());
    section(text, "Kept as it is", opaque(inspection), inspection.opaque());
    inspection.onChip().ifPresent(chip -> onChip(text, chip));
    return text.toString();
  }

  private void onChip(StringBuilder text, Inspection.OnChip chip) {
    Table precisions = new Table(style, Align.LEFT, Align.LEFT);
    chip.precisions()
        .forEach(
            (name, without) ->
                precisions.row(
                    name,
                    without.isEmpty()
                        ? "all operators"
                        : "all operators but " + String.join(", ", without)));
    section(
        text,
        "Precisions on " + chip.hardware() + " besides fp32",
        precisions,
        List.copyOf(chip.precisions().keySet()));
    section(text, "Not run by " + chip.hardware(), notRun(chip.notRun()), chip.notRun());
    if (chip.notRun().isEmpty()) {
      text.append('\n').append(chip.hardware()).append(" runs all of these operators\n");
    }
  }

  private void section(StringBuilder text, String title, Table table, List<?> content) {
    if (!content.isEmpty()) {
      text.append('\n').append(style.heading(title)).append('\n').append(table);
    }
  }

  private Table values(List<Inspection.Value> values) {
    Table table = new Table(style, Align.LEFT, Align.LEFT, Align.LEFT);
    for (Inspection.Value value : values) {
      String declared = Shapes.text(value.shape());
      String concrete = Shapes.text(value.concreteShape());
      String shape =
          declared.equals(concrete) ? declared : declared + style.faint("  priced as " + concrete);
      table.row(value.name(), value.type().toLowerCase(Locale.ROOT), shape);
    }
    return table;
  }

  private Table operators(Inspection inspection) {
    Map<String, Long> macs =
        inspection.nodes().stream()
            .collect(
                Collectors.groupingBy(
                    Inspection.NodeFacts::operator,
                    Collectors.summingLong(Inspection.NodeFacts::macs)));
    Table table =
        new Table(style, Align.LEFT, Align.RIGHT, Align.RIGHT).header("", "nodes", "MACs");
    inspection
        .operators()
        .forEach(
            (operator, count) -> {
              long sum = macs.getOrDefault(operator, 0L);
              table.row(operator, count.toString(), sum == 0 ? "" : Amounts.of(sum, "MAC"));
            });
    return table;
  }

  private Table groups(Inspection inspection) {
    Table table =
        new Table(style, Align.LEFT, Align.RIGHT, Align.RIGHT)
            .header("group", "channels", "tensors");
    for (Inspection.Group group : inspection.channelGroups()) {
      table.row(group.id(), Integer.toString(group.size()), Integer.toString(group.slots().size()));
    }
    return table;
  }

  private Table unchanged(Inspection inspection) {
    Table table = new Table(style, Align.LEFT, Align.LEFT);
    inspection.unchanged().forEach(refused -> table.row(refused.site(), refused.reason()));
    return table;
  }

  private Table notRun(List<Inspection.NotRun> nodes) {
    Table table = new Table(style, Align.LEFT, Align.LEFT, Align.LEFT);
    nodes.forEach(node -> table.row(node.node(), node.operator(), style.bad(node.reason())));
    return table;
  }

  private static String macs(Inspection inspection) {
    List<String> uncounted = inspection.trainability().uncounted();
    String known = Amounts.of(inspection.macs(), "MAC");
    return uncounted.isEmpty()
        ? known
        : known + ", without those of " + String.join(", ", uncounted);
  }

  private static String trainable(Inspection inspection) {
    Inspection.Trainability trainability = inspection.trainability();
    return String.format(
        Locale.ROOT,
        "%d of %d nodes (%.0f %%), %.1f %% of the MACs",
        trainability.nodes(),
        inspection.nodes().size(),
        100 * trainability.nodeShare(),
        100 * trainability.macShare());
  }

  /** One row for nodes of one part and operator that have one reason. */
  private Table opaque(Inspection inspection) {
    Map<List<String>, Long> rows =
        inspection.opaque().stream()
            .collect(
                Collectors.groupingBy(
                    node -> List.of(node.part(), node.operator(), node.reason()),
                    LinkedHashMap::new,
                    Collectors.counting()));
    Table table =
        new Table(style, Align.LEFT, Align.LEFT, Align.RIGHT, Align.LEFT)
            .header("part", "operator", "nodes", "");
    rows.forEach((row, count) -> table.row(row.get(0), row.get(1), count.toString(), row.get(2)));
    return table;
  }
}
