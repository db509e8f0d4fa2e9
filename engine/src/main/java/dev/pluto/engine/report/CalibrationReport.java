package dev.pluto.engine.report;

import dev.pluto.spi.hardware.CalibratedChip;
import dev.pluto.spi.hardware.MeasuredModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What {@code hardware calibrate} finds.
 *
 * @param hardware id of the chip
 * @param file the fitted description
 * @param accuracy of predictions of models that the fit has not seen, precision by precision
 * @param measurements every measurement with such a prediction, the worst first
 */
public record CalibrationReport(
    String hardware, String file, List<CalibratedChip.Accuracy> accuracy, List<Row> measurements) {
  /**
   * A measurement.
   *
   * @param predicted milliseconds, from a fit to all other models
   */
  public record Row(String model, String precision, double measured, double predicted) {
    /** Relative error of the prediction: 0.1 if it is a tenth too long. */
    public double error() {
      return predicted / measured - 1;
    }
  }

  /** The report on a calibration. */
  public static CalibrationReport of(
      String hardware, Path file, List<MeasuredModel> measured, CalibratedChip calibrated) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < measured.size(); i++) {
      MeasuredModel one = measured.get(i);
      rows.add(
          new Row(one.model(), one.precision(), one.milliseconds(), calibrated.predicted().get(i)));
    }
    rows.sort(Comparator.comparingDouble((Row row) -> Math.abs(row.error())).reversed());
    return new CalibrationReport(
        hardware, file.toString(), calibrated.accuracy(), List.copyOf(rows));
  }
}
