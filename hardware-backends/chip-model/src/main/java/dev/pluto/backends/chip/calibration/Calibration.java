package dev.pluto.backends.chip.calibration;

import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.Confidence;
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
 * networks that no rates explain hardly count (iterated reweighting, the loss of Geman and McClure,
 * 1987). The values of the description that it starts from hold the fit, harder if the chip is of
 * the family of a calibrated one ({@link Strengths}).
 *
 * @param start gives the values to start from
 */
public record Calibration(ChipDescription start) {
  private static final int MOST_STEPS = 200;

  /** Rounds of weighing down measurements that nothing explains. */
  private static final int ROUNDS = 4;

  /** A residual of this logarithm counts a quarter. */
  private static final double OUTLIER = 0.3;

  /**
   * The description with fitted values.
   *
   * @param source key of the source that fitted values refer to
   */
  public ChipDescription fit(List<Measurement> measurements, String source) {
    if (measurements.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to fit to");
    }
    RateModel model = new RateModel(start, measurements);
    double[] point = model.start();
    double[] weights = model.weights(point, Double.POSITIVE_INFINITY);
    for (int round = 0; round < ROUNDS; round++) {
      point = optimum(model, point, weights);
      weights = model.weights(point, OUTLIER);
    }
    return model.described(
        point, new Origin(source, Confidence.FITTED), new Origin(source, Confidence.ASSUMED));
  }

  private static double[] optimum(RateModel model, double[] from, double[] weights) {
    return new LevenbergMarquardtOptimizer()
        .withCostRelativeTolerance(1e-6)
        .withParameterRelativeTolerance(1e-5)
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
  public double[] leaveOneModelOut(List<Measurement> measurements) {
    Map<String, Predictor> without = new LinkedHashMap<>();
    double[] ratios = new double[measurements.size()];
    for (int i = 0; i < ratios.length; i++) {
      Measurement measurement = measurements.get(i);
      Predictor predictor =
          without.computeIfAbsent(
              measurement.model(), left -> new Predictor(withoutModel(measurements, left)));
      ratios[i] = seconds(predictor, measurement) / measurement.seconds();
    }
    return ratios;
  }

  private ChipDescription withoutModel(List<Measurement> measurements, String left) {
    List<Measurement> others = measurements.stream().filter(m -> !m.model().equals(left)).toList();
    return others.isEmpty() ? start : fit(others, "");
  }

  /** Predicted time of a measured inference. */
  public static double seconds(Predictor predictor, Measurement measurement) {
    double seconds = predictor.perInference(measurement.inputs()).seconds();
    for (Kernel kernel : measurement.kernels()) {
      seconds += predictor.estimate(kernel).map(Predictor.Estimate::seconds).orElse(0.0);
    }
    return seconds;
  }
}
