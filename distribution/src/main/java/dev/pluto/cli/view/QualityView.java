package dev.pluto.cli.view;

import dev.pluto.cli.text.Style;
import dev.pluto.cli.text.Table;
import dev.pluto.cli.text.Table.Align;
import dev.pluto.engine.report.Quality;
import dev.pluto.engine.report.QualityReport;

/** The quality of a model. */
public final class QualityView {
  private final Style style;

  /** A view in this style. */
  public QualityView(Style style) {
    this.style = style;
  }

  /** The quality as text. */
  public String text(QualityReport report) {
    String better = report.higherIsBetter() ? "higher is better" : "lower is better";
    String quality = (Quality.text(report.quality()) + " " + report.unit()).strip();
    Table table =
        new Table(style, Align.LEFT, Align.LEFT)
            .row(report.metric(), quality + style.faint("  " + better));
    report.further().forEach((name, value) -> table.row(name, Quality.text(value)));
    return style.heading(report.model())
        + "\n\n"
        + table
            .row("task", report.task())
            .row("samples", Integer.toString(report.samples()))
            .row("validation", report.validation())
            .row("normalization", report.normalization());
  }
}
