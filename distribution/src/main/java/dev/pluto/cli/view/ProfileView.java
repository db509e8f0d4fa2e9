package dev.pluto.cli.view;

import dev.pluto.cli.text.Amounts;
import dev.pluto.cli.text.Style;
import dev.pluto.cli.text.Table;
import dev.pluto.cli.text.Table.Align;
import dev.pluto.engine.report.ModelProfile;
import dev.pluto.engine.report.Report;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a model costs on a chip, in total and per kernel. */
public final class ProfileView {
  private final Style style;

  /** A view in this style. */
  public ProfileView(Style style) {
    this.style = style;
  }

  /** The profile as text. */
  public String text(ModelProfile profile) {
    Table totals = new Table(style, Align.LEFT, Align.RIGHT, Align.LEFT);
    profile
        .cost()
        .forEach(
            (metric, cost) -> totals.row(metric, amount(cost), style.faint(cost.provenance())));
    profile
        .expectedError()
        .ifPresent(
            error ->
                totals.row(
                    "",
                    "",
                    style.faint(
                        "latency is off by %.0f %% on average, as far as measurements tell"
                            .formatted(100 * error))));
    return style.heading("%s on %s".formatted(profile.model(), profile.hardware()))
        + style.faint(
            "  %s, input %s".formatted(profile.precision(), Shapes.byName(profile.inputShapes())))
        + "\n\n"
        + totals
        + "\n"
        + style.heading("Kernels")
        + "\n"
        + kernels(profile.kernels())
        + notes(profile.kernels());
  }

  private String notes(List<ModelProfile.KernelCost> kernels) {
    return kernels.stream()
        .filter(kernel -> kernel.note().isPresent())
        .map(kernel -> nodes(kernel.nodes()) + ": " + kernel.note().get() + "\n")
        .collect(Collectors.joining());
  }

  private Table kernels(List<ModelProfile.KernelCost> kernels) {
    List<String> metrics =
        kernels.stream()
            .flatMap(kernel -> kernel.cost().keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .toList();
    Align[] columns =
        Stream.concat(Stream.of(Align.LEFT, Align.LEFT), metrics.stream().map(m -> Align.RIGHT))
            .toArray(Align[]::new);
    Table table =
        new Table(style, columns)
            .header(
                Stream.concat(Stream.of("operator", "nodes"), metrics.stream())
                    .toArray(String[]::new));
    for (ModelProfile.KernelCost kernel : kernels) {
      table.row(
          Stream.concat(
                  Stream.of(kernel.operator(), nodes(kernel.nodes())),
                  metrics.stream().map(metric -> amount(kernel.cost(), metric)))
              .toArray(String[]::new));
    }
    return table;
  }

  private static String nodes(List<String> nodes) {
    return nodes.isEmpty()
        ? ""
        : nodes.get(0) + (nodes.size() > 1 ? " and " + (nodes.size() - 1) + " more" : "");
  }

  private static String amount(Map<String, Report.Cost> costs, String metric) {
    return Optional.ofNullable(costs.get(metric)).map(ProfileView::amount).orElse("");
  }

  private static String amount(Report.Cost cost) {
    return Amounts.of(cost.value(), cost.unit());
  }
}
