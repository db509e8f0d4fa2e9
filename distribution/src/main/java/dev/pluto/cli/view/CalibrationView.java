package dev.pluto.cli.view;

import dev.pluto.cli.text.Amounts;
import dev.pluto.cli.text.Style;
import dev.pluto.cli.text.Table;
import dev.pluto.cli.text.Table.Align;
import dev.pluto.engine.report.CalibrationReport;
import dev.pluto.spi.hardware.CalibratedChip;
import java.util.Locale;

/** How well a calibrated description predicts, and where it is worst. */
public final class CalibrationView {
  private static final int WORST = 5;

  private final Style style;

  /** A view in this style. */
  public CalibrationView(Style style) {
    this.style = style;
  }

  /** The report as text. */
  public String text(CalibrationReport report) {
    Table accuracy =
        new Table(style, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT)
            .header("precision", "measurements", "mean error", "within 20 %", "rank correlation");
    for (CalibratedChip.Accuracy one : report.accuracy()) {
      accuracy.row(
          one.precision(),
          Integer.toString(one.count()),
          Amounts.percent(one.meanError()),
          Amounts.percent(one.withinTwentyPercent()),
          String.format(Locale.ROOT, "%.2f", one.rankCorrelation()));
    }
    Table worst =
        new Table(style, Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT)
            .header("model", "precision", "measured", "predicted", "error");
    report.measurements().stream()
        .limit(WORST)
        .forEach(
            row ->
                worst.row(
                    row.model(),
                    row.precision(),
                    Amounts.of(row.measured(), "ms"),
                    Amounts.of(row.predicted(), "ms"),
                    String.format(Locale.ROOT, "%+.1f %%", 100 * row.error())));
    return style.heading(report.hardware())
        + style.faint("  fitted: " + report.file())
        + "\n\n"
        + style.heading("Models predicted by a fit to all others")
        + "\n"
        + accuracy
        + "\n"
        + style.heading("Worst predictions")
        + "\n"
        + worst;
  }
}
