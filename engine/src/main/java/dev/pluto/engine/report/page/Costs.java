package dev.pluto.engine.report.page;

import dev.pluto.engine.report.Amount;
import dev.pluto.engine.report.Report;
import dev.pluto.engine.report.html.Element;
import dev.pluto.engine.report.html.Node;
import dev.pluto.engine.report.html.Table;
import dev.pluto.engine.report.html.Table.Column;
import dev.pluto.engine.report.html.Text;
import java.util.Locale;
import java.util.Optional;

/** What the model costs and is worth, before and after, against the budgets. */
record Costs(FinishedRun run) {
  Element beforeAndAfter() {
    Report report = run.report();
    Table table =
        new Table(
            "costs-table",
            "Cost and quality of both files",
            Column.words("Metric"),
            Column.number("Before"),
            Column.number("After"),
            Column.number("After / before"),
            Column.words("Origin"));
    report
        .baseline()
        .cost()
        .forEach(
            (metric, before) ->
                Optional.ofNullable(report.compressed().cost().get(metric))
                    .ifPresent(after -> table.row(costs(metric, before, after))));
    QualityChange quality = QualityChange.of(report);
    table.row(
        quality.metric(),
        quality.beforeText(),
        quality.afterText(),
        quality.inWords(),
        "ONNX Runtime, "
            + String.format(Locale.ROOT, "%,d", report.task().samples())
            + " validation samples");
    report
        .baseline()
        .further()
        .forEach(
            (name, before) ->
                Optional.ofNullable(report.compressed().further().get(name))
                    .ifPresent(after -> table.row(further(name, before, after))));
    return new Section("costs", "Before and after", table.toElement()).toElement();
  }

  private static Node[] further(String name, double before, double after) {
    QualityChange change = new QualityChange(name, true, before, after);
    return new Node[] {
      new Text(name),
      new Text(change.beforeText()),
      new Text(change.afterText()),
      new Text(""),
      new Text("ONNX Runtime")
    };
  }

  private static Node[] costs(String metric, Report.Cost before, Report.Cost after) {
    return new Node[] {
      new Text(metric),
      new Text(new Amount(before.value(), before.unit()).toString()),
      new Text(new Amount(after.value(), after.unit()).toString()),
      before.value() > 0 ? share(after.value() / before.value()) : new Text(""),
      new Text(
          before.provenance().equals(after.provenance())
              ? after.provenance()
              : before.provenance() + ", then " + after.provenance())
    };
  }

  /** A share as a percentage above a bar of that length. */
  private static Node share(double share) {
    double length = Math.max(0, Math.min(1, share));
    return Element.of("span", percent(share))
        .with("class", "share")
        .with("style", String.format(Locale.ROOT, "--share:%.1f%%", 100 * length));
  }

  Element budgets() {
    Table table =
        new Table(
            "budgets-table",
            "What the file takes of each budget",
            Column.words("Metric"),
            Column.number("Limit"),
            Column.number("Value"),
            Column.number("Value / limit"),
            Column.words("Met"),
            Column.words("Note"));
    for (Report.Budget budget : run.report().budgets()) {
      String unit = run.unit(budget.metric());
      table.row(
          new Text(budget.metric()),
          new Text(new Amount(budget.budget(), unit).toString()),
          new Text(new Amount(budget.value(), unit).toString()),
          budget.budget() > 0 ? share(budget.value() / budget.budget()) : new Text(""),
          Element.of("span", budget.met() ? "yes" : "no")
              .with("class", budget.met() ? "good" : "bad"),
          new Text(budget.note()));
    }
    return new Section("budgets", "Budgets", table.toElement()).toElement();
  }

  Element prices() {
    Element list = Element.of("dl").with("class", "facts");
    for (Report.ShadowPrice price : run.report().shadowPrices()) {
      Optional<Double> multiplier =
          Optional.ofNullable(run.report().multipliers().get(price.metric()));
      list.add(
          Element.of("dt", price.metric()),
          Element.of(
              "dd",
              new Text(price.text()),
              Element.of(
                      "span",
                      multiplier
                          .map(m -> String.format(Locale.ROOT, " (multiplier %.3g)", m))
                          .orElse(""))
                  .with("class", "faint")));
    }
    return new Section("prices", "What a little more would buy", list).toElement();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
