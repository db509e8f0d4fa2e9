package dev.pluto.cli.view;

import dev.pluto.cli.text.Amounts;
import dev.pluto.cli.text.Style;
import dev.pluto.cli.text.Table;
import dev.pluto.cli.text.Table.Align;
import dev.pluto.engine.report.CompressionResult;
import dev.pluto.engine.report.Quality;
import dev.pluto.engine.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A finished compression: before and after, budgets, shadow prices and files. */
public final class CompressionView {
  private static final List<String> FILES =
      List.of("model.onnx", "report.html", "report.json", "certificate.json", "recipe.yaml");

  private final Style style;

  /** A view in this style. */
  public CompressionView(Style style) {
    this.style = style;
  }

  /** The result as text. */
  public String text(CompressionResult result) {
    Report report = result.report();
    StringBuilder text = new StringBuilder();
    text.append(style.heading("%s on %s".formatted(report.model().name(), report.hardware())))
        .append(
            style.faint(
                "  %s, %d validation samples, input %s"
                    .formatted(
                        report.task().name(),
                        report.task().samples(),
                        Shapes.byName(report.inputShapes()))))
        .append("\n\n")
        .append(costs(report))
        .append('\n');
    if (!report.shadowPrices().isEmpty()) {
      text.append(style.heading("What a little more would buy")).append('\n');
      Table prices = new Table(style, Align.LEFT, Align.LEFT);
      report.shadowPrices().forEach(price -> prices.row(price.metric(), price.text()));
      text.append(prices);
      text.append('\n');
    }
    return text.append(files(result.runDirectory())).toString();
  }

  private Table costs(Report report) {
    Table table =
        new Table(
                style,
                Align.LEFT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT,
                Align.LEFT,
                Align.LEFT)
            .header("", "before", "after", "ratio", "budget", "", "");
    for (Map.Entry<String, Report.Cost> entry : report.baseline().cost().entrySet()) {
      Report.Cost before = entry.getValue();
      Report.Cost after = report.compressed().cost().getOrDefault(entry.getKey(), before);
      Optional<Report.Budget> budget =
          report.budgets().stream().filter(b -> b.metric().equals(entry.getKey())).findFirst();
      table.row(
          entry.getKey(),
          Amounts.of(before.value(), before.unit()),
          Amounts.of(after.value(), after.unit()),
          before.value() > 0 ? Amounts.percent(after.value() / before.value()) : "",
          budget.map(b -> Amounts.of(b.budget(), after.unit())).orElse(""),
          budget.map(b -> b.met() ? style.good("met") : style.bad("not met")).orElse(""),
          style.faint(after.provenance()));
    }
    table.row(
        quality(
            report.task().metric(), report.baseline().quality(), report.compressed().quality()));
    report
        .baseline()
        .further()
        .forEach(
            (name, before) ->
                Optional.ofNullable(report.compressed().further().get(name))
                    .ifPresent(after -> table.row(quality(name, before, after))));
    return table;
  }

  private String[] quality(String name, double before, double after) {
    return new String[] {
      name, Quality.text(before), Quality.text(after), "", "", "", style.faint("in ONNX Runtime")
    };
  }

  private Table files(Path folder) {
    Table table = new Table(style, Align.LEFT).row(folder + "/");
    for (String name : FILES) {
      if (Files.exists(folder.resolve(name))) {
        table.row("  " + name);
      }
    }
    return table;
  }
}
