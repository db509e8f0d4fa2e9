package dev.pluto.engine.report.page;

import dev.pluto.engine.report.Report;
import dev.pluto.engine.report.html.Element;
import dev.pluto.engine.report.html.Node;
import dev.pluto.engine.report.html.Table;
import dev.pluto.engine.report.html.Table.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was decided where: the changes, and folded away what stayed as it was and why. */
record Decisions(List<Report.Decision> decisions, List<Report.Refused> refused) {
  Element toElement() {
    List<Report.Decision> changed = decisions.stream().filter(d -> !isUnchanged(d)).toList();
    List<Report.Decision> unchanged = decisions.stream().filter(Decisions::isUnchanged).toList();
    List<Node> content = new ArrayList<>();
    content.add(
        Element.of(
            "p",
            "%d of %d decisions changed the model.".formatted(changed.size(), decisions.size())));
    if (!changed.isEmpty()) {
      content.add(table("changed-table", "Decisions that changed the model", changed));
    }
    if (!unchanged.isEmpty()) {
      content.add(
          folded(
              unchanged.size() + " decided to stay as given",
              table("unchanged-table", "Decisions that changed nothing", unchanged)));
    }
    if (!refused.isEmpty()) {
      content.add(folded(refused.size() + " left alone, with reasons", refusals()));
    }
    return new Section("decisions", "Decisions", content).toElement();
  }

  /** The first setting leaves the model as it is. */
  private static boolean isUnchanged(Report.Decision decision) {
    return !decision.settings().isEmpty() && decision.settings().get(0).equals(decision.chosen());
  }

  private static Element table(String id, String caption, List<Report.Decision> decisions) {
    Table table =
        new Table(
            id,
            caption,
            Column.code("Site"),
            Column.words("Operator"),
            Column.words("Given"),
            Column.words("Chosen"),
            Column.number("Settings"));
    for (Report.Decision decision : decisions) {
      table.row(
          site(decision),
          decision.operator(),
          decision.settings().isEmpty() ? "" : decision.settings().get(0),
          decision.chosen(),
          Integer.toString(decision.settings().size()));
    }
    return table.toElement();
  }

  private static String site(Report.Decision decision) {
    String operator = decision.operator() + "/";
    return decision.id().startsWith(operator)
        ? decision.id().substring(operator.length())
        : decision.id();
  }

  /** The sites by operator and reason, as many share one. */
  private Element refusals() {
    record Reason(String operator, String text) {}
    Map<Reason, List<String>> sites = new LinkedHashMap<>();
    for (Report.Refused site : refused) {
      sites
          .computeIfAbsent(new Reason(site.operator(), site.reason()), r -> new ArrayList<>())
          .add(site.site());
    }
    Table table =
        new Table(
            "refused-table",
            "Sites that operators left alone",
            Column.words("Operator"),
            Column.number("Sites"),
            Column.code("Which"),
            Column.words("Reason"));
    sites.forEach(
        (reason, names) ->
            table.row(
                reason.operator(),
                Integer.toString(names.size()),
                String.join(", ", names),
                reason.text()));
    return table.toElement();
  }

  private static Element folded(String summary, Element content) {
    return Element.of("details", Element.of("summary", summary), content);
  }
}
