package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import java.util.List;

/**
 * What a calibration found.
 *
 * @param description text of the fitted description
 * @param predicted milliseconds for each measurement, predicted by a fit that has not seen the
 *     model
 * @param accuracy of these predictions, precision by precision
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record CalibratedChip(String description, List<Double> predicted, List<Accuracy> accuracy) {
  /** Copies the lists. */
  public CalibratedChip {
    predicted = List.copyOf(predicted);
    accuracy = List.copyOf(accuracy);
  }

  /**
   * How good predictions are.
   *
   * @param precision as in the measurements
   * @param count number of measurements
   * @param meanError mean of the absolute relative errors: 0.12 for 12 %
   * @param withinTwentyPercent share of the measurements that are predicted to within 20 %
   * @param rankCorrelation Kendall's tau; 0 where there is nothing to rank
   */
  public record Accuracy(
      String precision,
      int count,
      double meanError,
      double withinTwentyPercent,
      double rankCorrelation) {}
}
