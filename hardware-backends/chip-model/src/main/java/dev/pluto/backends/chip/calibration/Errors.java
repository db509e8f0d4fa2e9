package dev.pluto.backends.chip.calibration;

import java.util.ArrayList;
import java.util.List;

/**
 * How far predictions are from measurements.
 *
 * @param count number of measurements
 * @param mean mean of the absolute relative errors: 0.12 for 12 %
 * @param within share of the measurements that are predicted to within 20 %
 * @param rank Kendall's tau of predicted and measured times: 1 where they rank all alike; NaN for
 *     less than two measurements
 */
public record Errors(int count, double mean, double within, double rank) {
  private static final double NEAR = 0.2;

  /**
   * Errors of predictions.
   *
   * @param measured times
   * @param ratios predicted over measured time, in the same order
   */
  public static Errors of(double[] measured, double[] ratios) {
    double sum = 0;
    double near = 0;
    double order = 0;
    for (int i = 0; i < ratios.length; i++) {
      double error = Math.abs(ratios[i] - 1);
      sum += error;
      near += error <= NEAR ? 1 : 0;
      for (int j = 0; j < i; j++) {
        double predicted = ratios[i] * measured[i] - ratios[j] * measured[j];
        order += Math.signum(predicted * (measured[i] - measured[j]));
      }
    }
    double pairs = ratios.length * (ratios.length - 1) / 2.0;
    return new Errors(ratios.length, sum / ratios.length, near / ratios.length, order / pairs);
  }

  /** Errors of those predictions whose measurement is in a precision. */
  public static Errors of(List<Measurement> measurements, double[] ratios, String precision) {
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < ratios.length; i++) {
      if (measurements.get(i).precision().equals(precision)) {
        chosen.add(i);
      }
    }
    return of(
        chosen.stream().mapToDouble(i -> measurements.get(i).seconds()).toArray(),
        chosen.stream().mapToDouble(i -> ratios[i]).toArray());
  }
}
