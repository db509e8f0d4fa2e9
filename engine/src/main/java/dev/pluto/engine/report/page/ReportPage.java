package dev.pluto.engine.report.page;

import dev.pluto.engine.report.html.Element;
import dev.pluto.engine.report.html.StyleSheet;

/**
 * {@code report.html}: one file that needs no other and loads nothing, which its security policy
 * makes sure of.
 */
public record ReportPage(FinishedRun run) {
  /** Name of the page in a run directory. */
  public static final String FILE = "report.html";

  /** The page as HTML. */
  public String html() {
    Summary summary = new Summary(run);
    Costs costs = new Costs(run);
    RunFacts facts = new RunFacts(run);
    Element head =
        Element.of(
            "head",
            Element.of("meta").with("charset", "utf-8"),
            Element.of("meta")
                .with("http-equiv", "Content-Security-Policy")
                .with("content", "default-src 'none'; style-src 'unsafe-inline'"),
            Element.of("meta")
                .with("name", "viewport")
                .with("content", "width=device-width, initial-scale=1"),
            Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
            Element.of("title", summary.title()),
            new StyleSheet(ReportPage.class, "page.css"));
    Element main = Element.of("main", costs.beforeAndAfter());
    if (!run.report().budgets().isEmpty()) {
      main.add(costs.budgets(), costs.prices());
    }
    main.add(
        new Curves(run).toElement(),
        new Decisions(run.report().decisions(), run.report().refused()).toElement(),
        facts.agreement(),
        facts.stages(),
        facts.settings());
    return "<!DOCTYPE html>\n"
        + Element.of("html", head, Element.of("body", summary.toElement(), main))
            .with("lang", "en");
  }
}
