package dev.pluto.engine.report.page;

import dev.pluto.engine.report.Quality;
import dev.pluto.engine.report.Report;

/** Quality before and after, as people compare it: with four significant digits. */
record QualityChange(String metric, boolean higherIsBetter, double before, double after) {
  static QualityChange of(Report report) {
    return new QualityChange(
        report.task().metric(),
        report.task().higherIsBetter(),
        report.baseline().quality(),
        report.compressed().quality());
  }

  String beforeText() {
    return text(before);
  }

  String afterText() {
    return text(after);
  }

  /** "unchanged", "better by 0.0050". */
  String inWords() {
    String difference = text(Math.abs(after - before));
    if (beforeText().equals(afterText())) {
      return "unchanged";
    }
    return (after > before == higherIsBetter ? "better by " : "worse by ") + difference;
  }

  private String text(double quality) {
    return Quality.text(quality, Math.abs(before) > Math.abs(after) ? before : after);
  }
}
