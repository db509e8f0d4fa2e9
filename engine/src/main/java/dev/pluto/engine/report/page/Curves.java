package dev.pluto.engine.report.page;

import dev.pluto.engine.report.Report;
import dev.pluto.engine.report.chart.Line;
import dev.pluto.engine.report.chart.LineChart;
import dev.pluto.engine.report.html.Element;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How the search met its budgets, and how the loss fell. */
record Curves(FinishedRun run) {
  Element toElement() {
    List<String> metrics = run.report().budgets().stream().map(Report.Budget::metric).toList();
    List<Element> charts =
        Stream.of(
                chart(
                    "Budgets during the search",
                    "Value over the limit of the moment, which falls to the budget.",
                    metrics.stream().map(m -> run.history().line("search", m, m)).toList(),
                    Optional.of(1.0)),
                chart(
                    "Multipliers during the search",
                    "The price that each budget puts on its metric.",
                    metrics.stream()
                        .map(m -> run.history().line("search", "multiplier " + m, m))
                        .toList(),
                    Optional.empty()),
                chart("Loss during the search", "Smoothed.", losses("search"), Optional.empty()),
                chart(
                    "Loss during the recovery",
                    "Smoothed; the structure no longer changes.",
                    losses("recover"),
                    Optional.empty()))
            .flatMap(Optional::stream)
            .toList();
    Element shown =
        charts.isEmpty()
            ? Element.of("p", "The run was too short for curves.").with("class", "faint")
            : Element.of("div", charts.toArray(Element[]::new)).with("class", "charts");
    return new Section("curves", "Search and recovery", shown).toElement();
  }

  private List<Line> losses(String stage) {
    return List.of(run.history().line(stage, "loss", "loss"));
  }

  private static Optional<Element> chart(
      String title, String explanation, List<Line> lines, Optional<Double> level) {
    return new LineChart(title, explanation, lines, level).toElement();
  }
}
