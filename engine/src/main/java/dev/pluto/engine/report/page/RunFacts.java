package dev.pluto.engine.report.page;

import dev.pluto.engine.report.Certificate;
import dev.pluto.engine.report.Report;
import dev.pluto.engine.report.html.Element;
import dev.pluto.engine.report.html.Node;
import dev.pluto.engine.report.html.Table;
import dev.pluto.engine.report.html.Table.Column;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the file was verified, how long the run took, and what is needed to repeat it. */
record RunFacts(FinishedRun run) {
  private static final String AGREES = "The file computes what was trained.";
  private static final String DIFFERS = "The file does not compute what was trained.";
  private static final DecimalFormatSymbols POINT = DecimalFormatSymbols.getInstance(Locale.ROOT);

  Element agreement() {
    Certificate.Agreement agreement = run.certificate().agreement();
    String text =
        String.format(
            Locale.ROOT,
            "The compressed file was read back and run in ONNX Runtime. On %,d validation samples"
                + " its outputs differ from those of the trained network by %.3g on average and"
                + " %.3g at most, where the largest output is %.3g.",
            agreement.samples(),
            agreement.meanDifference(),
            agreement.largestDifference(),
            agreement.outputRange());
    String step =
        agreement
            .quantizationStep()
            .map(
                s ->
                    String.format(
                        Locale.ROOT, " One step of its coarsest quantization is %.3g.", s))
            .orElse("");
    String decisions =
        String.format(
            Locale.ROOT,
            " In %.1f %% of the samples the largest output stands at the same place.",
            100 * agreement.equalDecisions());
    return new Section(
            "agreement",
            "Agreement with the trained network",
            Element.of("p", agreement.holds() ? AGREES : DIFFERS)
                .with("class", agreement.holds() ? "good" : "bad"),
            Element.of("p", text + step + decisions))
        .toElement();
  }

  Element stages() {
    Table table =
        new Table(
            "stages-table",
            "Stages in the order in which they ran",
            Column.words("Stage"),
            Column.number("Seconds"),
            Column.number("Epochs"));
    double total = 0;
    for (Report.Stage stage : run.report().stages()) {
      total += stage.seconds();
      table.row(
          stage.name(),
          seconds(stage.seconds()),
          stage.epochs() == 0 ? "" : new DecimalFormat("0.##", POINT).format(stage.epochs()));
    }
    table.row("in total", seconds(total), "");
    List<Node> content = new ArrayList<>(List.of(table.toElement()));
    if (!run.history().messages().isEmpty()) {
      Element messages = Element.of("ul").with("class", "messages");
      run.history().messages().forEach(m -> messages.add(Element.of("li", m)));
      content.add(Element.of("h3", "Messages"));
      content.add(messages);
    }
    return new Section("stages", "Stages", content).toElement();
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%,.1f", seconds);
  }

  Element settings() {
    Report report = run.report();
    Element facts = Element.of("dl").with("class", "facts");
    fact(facts, "Normalization of inputs", report.normalization());
    fact(facts, "Input shapes", shapes(report.inputShapes()));
    fact(facts, "Strategy", report.strategy());
    fact(facts, "Seed", Long.toString(report.seed()));
    fact(facts, "Hardware and versions", run.certificate().hardware());
    version().ifPresent(v -> fact(facts, "Pluto", v));
    fact(facts, "SHA-256 of the given model", report.model().sha256());
    fact(facts, "SHA-256 of " + run.certificate().file(), run.certificate().sha256());
    return new Section(
            "settings",
            "To repeat this run",
            facts,
            Element.of("h3", "Recipe").with("id", "recipe"),
            Element.of("pre", run.recipe())
                .with("class", "scroll")
                .with("tabindex", "0")
                .with("role", "region")
                .with("aria-labelledby", "recipe"))
        .toElement();
  }

  /** As the manifest says; classes outside an archive have none. */
  private static Optional<String> version() {
    return Optional.ofNullable(RunFacts.class.getPackage().getImplementationVersion());
  }

  private static void fact(Element facts, String name, String value) {
    facts.add(Element.of("dt", name), Element.of("dd", value));
  }

  private static String shapes(Map<String, List<Long>> shapes) {
    return shapes.entrySet().stream()
        .map(
            e ->
                e.getKey()
                    + " "
                    + e.getValue().stream().map(String::valueOf).collect(Collectors.joining("×")))
        .collect(Collectors.joining(", "));
  }
}
