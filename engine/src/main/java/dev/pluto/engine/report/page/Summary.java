package dev.pluto.engine.report.page;

import dev.pluto.engine.report.Amount;
import dev.pluto.engine.report.Report;
import dev.pluto.engine.report.html.Element;
import dev.pluto.engine.report.html.Text;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The head of the page: what was compressed for what, and what came of it. */
record Summary(FinishedRun run) {
  String title() {
    return run.report().model().name() + " for " + run.report().hardware();
  }

  Element toElement() {
    Report report = run.report();
    boolean met = missed().isEmpty();
    return Element.of(
        "header",
        Element.of("p", "Pluto report").with("class", "eyebrow"),
        Element.of("h1", title()),
        Element.of(
                "p",
                String.format(
                    Locale.ROOT,
                    "%s, %,d validation samples",
                    report.task().name(),
                    report.task().samples()))
            .with("class", "faint"),
        Element.of(
                "p",
                Element.of("strong", verdict()).with("class", met ? "good" : "bad"),
                new Text(" " + quality()))
            .with("class", met ? "verdict good-rule" : "verdict bad-rule"),
        figures());
  }

  private List<Report.Budget> missed() {
    return run.report().budgets().stream().filter(b -> !b.met()).toList();
  }

  private String verdict() {
    List<Report.Budget> budgets = run.report().budgets();
    List<Report.Budget> missed = missed();
    if (!missed.isEmpty()) {
      return "%d of %d budgets missed: %s."
          .formatted(
              missed.size(),
              budgets.size(),
              missed.stream().map(Report.Budget::metric).collect(Collectors.joining(", ")));
    }
    return switch (budgets.size()) {
      case 0 -> "No budget was set.";
      case 1 -> "The budget is met: %s.".formatted(budgets.get(0).metric());
      default -> "All %d budgets are met.".formatted(budgets.size());
    };
  }

  private String quality() {
    QualityChange quality = QualityChange.of(run.report());
    return "%s is %s: %s before, %s after."
        .formatted(quality.metric(), quality.inWords(), quality.beforeText(), quality.afterText());
  }

  /** The quality and every budget's metric, each as one large number. */
  private Element figures() {
    Element figures = Element.of("dl").with("class", "figures");
    QualityChange quality = QualityChange.of(run.report());
    figures.add(figure(quality.metric(), quality.afterText(), "before " + quality.beforeText()));
    for (Report.Budget budget : run.report().budgets()) {
      Report.Cost before = run.report().baseline().cost().get(budget.metric());
      if (before != null) {
        figures.add(
            figure(
                budget.metric(),
                new Amount(budget.value(), before.unit()).toString(),
                "before " + new Amount(before.value(), before.unit())));
      }
    }
    return figures;
  }

  private static Element figure(String name, String value, String note) {
    return Element.of(
        "div",
        Element.of("dt", name),
        Element.of("dd", value),
        Element.of("dd", note).with("class", "faint"));
  }
}
