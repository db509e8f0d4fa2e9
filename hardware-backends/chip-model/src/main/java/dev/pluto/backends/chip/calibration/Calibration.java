package dev.pluto.backends.chip.calibration;

import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.Origin;
import dev.pluto.backends.chip.prediction.Predictor;
import dev.pluto.spi.hardware.Kernel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DiagonalMatrix;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;

/**
 * Fits rates, fixed times and bandwidth of a description to measurements of whole models: least
 * squares of the logarithms of predicted over measured time (Levenberg–Marquardt), in which
 * networks that no rates explain count less (iterated reweighting, Huber's loss). The values of the
 * description that it starts from hold the fit: a value that few measurements depend on stays near
 * where it was.
 */
public final class Calibration {
  private static final int MOST_STEPS = 1000;

  /** Rounds of weighing down measurements that nothing explains. */
  private static final int ROUNDS = 6;

  /** From this logarithm on, a residual counts by its size and no longer by its square. */
  private static final double OUTLIER = 0.1;

  private final ChipDescription start;
  private final double certainty;

  /**
   * A calibration.
   *
   * @param start gives the values to start from
   * @param certainty how strongly values are held where they are: with 0.1, a value that is off by
   *     a factor weighs as much as a tenth of that factor between prediction and measurement
   */
  public Calibration(ChipDescription start, double certainty) {
    this.start = start;
    this.certainty = certainty;
  }

  /**
   * The description with fitted values.
   *
   * @param origin what to say about the fitted values
   */
  public ChipDescription fit(List<Measurement> measurements, Origin origin) {
    if (measurements.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to fit to");
    }
    RateModel model = RateModel.of(start, measurements, certainty);
    double[] point = model.start();
    double[] weights = model.weights(point, Double.POSITIVE_INFINITY);
    for (int round = 0; round < ROUNDS; round++) {
      point = optimum(model, point, weights);
      weights = model.weights(point, OUTLIER);
    }
    return model.described(point, origin);
  }

  private static double[] optimum(RateModel model, double[] from, double[] weights) {
    return new LevenbergMarquardtOptimizer()
        .optimize(
            new LeastSquaresBuilder()
                .model(model)
                .start(from)
                .target(new ArrayRealVector(model.residuals()))
                .weight(new DiagonalMatrix(weights))
                .maxEvaluations(MOST_STEPS)
                .maxIterations(MOST_STEPS)
                .build())
        .getPoint()
        .toArray();
  }

  /**
   * Predicted over measured time of every measurement, each predicted by a fit to the measurements
   * of all other models.
   *
   * @return ratios in the order of the measurements
   */
  public double[] leaveOneModelOut(List<Measurement> measurements, Origin origin) {
    Map<String, Predictor> without = new LinkedHashMap<>();
    double[] ratios = new double[measurements.size()];
    for (int i = 0; i < ratios.length; i++) {
      Measurement measurement = measurements.get(i);
      Predictor predictor =
          without.computeIfAbsent(
              measurement.model(),
              left ->
                  new Predictor(
                      fit(
                          measurements.stream().filter(m -> !m.model().equals(left)).toList(),
                          origin)));
      ratios[i] = seconds(predictor, measurement) / measurement.seconds();
    }
    return ratios;
  }

  /** Predicted time of a measured inference. */
  public static double seconds(Predictor predictor, Measurement measurement) {
    double seconds = predictor.perInference(measurement.inputs()).seconds();
    for (Kernel kernel : measurement.kernels()) {
      seconds += predictor.estimate(kernel).map(Predictor.Estimate::seconds).orElse(0.0);
    }
    return seconds;
  }

  /** Mean of the absolute relative errors: 0.12 for 12 %. */
  public static double meanError(double[] ratios) {
    double sum = 0;
    for (double ratio : ratios) {
      sum += Math.abs(ratio - 1);
    }
    return sum / ratios.length;
  }
}
