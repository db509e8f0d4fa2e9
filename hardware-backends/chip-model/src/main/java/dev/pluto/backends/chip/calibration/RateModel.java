package dev.pluto.backends.chip.calibration;

import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.OperatorClass;
import dev.pluto.backends.chip.description.Origin;
import dev.pluto.backends.chip.prediction.Load;
import dev.pluto.backends.chip.prediction.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.MultivariateJacobianFunction;
import org.hipparchus.util.Pair;

/**
 * The residuals of a fit as a function of its steps: first the logarithm of predicted over measured
 * time of each measurement, then how far each step has gone.
 */
final class RateModel implements MultivariateJacobianFunction {
  /** A kernel, and how many times it occurs in a model. */
  private record Repeated(Load load, int times) {}

  private final ChipDescription chip;
  private final FittedValues fitted;
  private final List<Measurement> measurements;
  private final List<List<Repeated>> kernels = new ArrayList<>();
  private final List<String> arrivals = new ArrayList<>();
  private final List<Double> inputs = new ArrayList<>();

  /** The residuals of measurements, starting from a description. */
  RateModel(ChipDescription chip, List<Measurement> measurements) {
    this.chip = chip;
    this.measurements = measurements;
    Workload workload = new Workload(chip);
    for (Measurement measurement : measurements) {
      Map<Load, Integer> loads = new LinkedHashMap<>();
      measurement.kernels().forEach(k -> loads.merge(workload.of(k), 1, Integer::sum));
      kernels.add(
          loads.entrySet().stream().map(e -> new Repeated(e.getKey(), e.getValue())).toList());
      arrivals.add(workload.arrival(measurement.inputs()));
      inputs.add(Workload.elements(measurement.inputs()));
    }
    Set<String> measured =
        kernels.stream()
            .flatMap(List::stream)
            .map(kernel -> kernel.load().precision())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    measured.addAll(arrivals);
    this.fitted = new FittedValues(chip, Strengths.of(chip), measured);
  }

  /** Where nothing has moved. */
  double[] start() {
    return new double[fitted.steps()];
  }

  /** Number of residuals, each of which is to become 0. */
  int residuals() {
    return measurements.size() + fitted.steps();
  }

  /**
   * Weights of the residuals at a point: a measurement that is off by much more than {@code
   * outlier}, as a logarithm, counts next to nothing (Geman and McClure's loss).
   */
  double[] weights(double[] point, double outlier) {
    RealVector residuals = value(new ArrayRealVector(point)).getFirst();
    double[] weights = new double[residuals()];
    Arrays.fill(weights, 1);
    for (int i = 0; i < measurements.size(); i++) {
      double size = residuals.getEntry(i) / outlier;
      weights[i] = 1 / ((1 + size * size) * (1 + size * size));
    }
    return weights;
  }

  @Override
  public Pair<RealVector, RealMatrix> value(RealVector point) {
    double[] values = fitted.values(point.toArray());
    double[] residuals = new double[residuals()];
    double[][] slopes = new double[residuals.length][];
    for (int m = 0; m < measurements.size(); m++) {
      double[] slope = new double[fitted.size()];
      double seconds = perInference(m, values, slope);
      for (Repeated kernel : kernels.get(m)) {
        seconds += seconds(kernel, values, slope);
      }
      for (int v = 0; v < slope.length; v++) {
        slope[v] /= seconds;
      }
      residuals[m] = Math.log(seconds / measurements.get(m).seconds());
      slopes[m] = fitted.bySteps(slope);
    }
    for (int step = 0; step < fitted.steps(); step++) {
      int row = measurements.size() + step;
      residuals[row] = fitted.strength(step) * point.getEntry(step);
      slopes[row] = new double[fitted.steps()];
      slopes[row][step] = fitted.strength(step);
    }
    return new Pair<>(
        new ArrayRealVector(residuals, false), new Array2DRowRealMatrix(slopes, false));
  }

  private double perInference(int measurement, double[] values, double[] slope) {
    Optional<Integer> fixed = fitted.inference(arrivals.get(measurement));
    Optional<Integer> input = fitted.input(arrivals.get(measurement));
    double seconds = fixed.map(v -> values[v]).orElse(0.0);
    fixed.ifPresent(v -> slope[v] += values[v]);
    if (input.isPresent()) {
      double taking = inputs.get(measurement) / values[input.get()];
      slope[input.get()] -= taking;
      seconds += taking;
    }
    return seconds;
  }

  /** Time of a kernel as the predictor has it; adds its derivatives by the logarithms. */
  private double seconds(Repeated kernel, double[] values, double[] slope) {
    Load load = kernel.load();
    int times = kernel.times();
    if (load.runsOn() == Load.RunsOn.FALLBACK) {
      return times
          * chip.fallback().map(fallback -> fallback.seconds(load.kind(), load.work())).orElse(0.0);
    }
    double seconds = 0;
    if (load.runsOn() == Load.RunsOn.CHIP) {
      int rate = fitted.rate(load.precision(), load.kind());
      double computing = load.work() / values[rate];
      double moving = load.dramBytes() / values[fitted.bandwidth()];
      double busy = Math.max(computing, moving);
      slope[computing >= moving ? rate : fitted.bandwidth()] -= times * busy;
      slope[fitted.kernel()] += times * values[fitted.kernel()];
      seconds = values[fitted.kernel()] + busy;
    }
    if (load.conversions() > 0) {
      int rate = fitted.rate(load.precision(), OperatorClass.CONVERSION);
      double converting = load.conversions() / values[rate];
      slope[rate] -= times * converting;
      seconds += converting;
    }
    return times * seconds;
  }

  /**
   * The description at a point.
   *
   * @param fit origin of values that measurements depend on
   * @param moved origin of the others, which move along with those of their kind
   */
  ChipDescription described(double[] point, Origin fit, Origin moved) {
    boolean[] touched = new boolean[fitted.size()];
    double[] values = fitted.values(point);
    for (int m = 0; m < measurements.size(); m++) {
      double[] slope = new double[fitted.size()];
      perInference(m, values, slope);
      for (Repeated kernel : kernels.get(m)) {
        seconds(kernel, values, slope);
      }
      for (int v = 0; v < slope.length; v++) {
        touched[v] |= slope[v] != 0;
      }
    }
    return fitted.described(point, touched, fit, moved);
  }
}
