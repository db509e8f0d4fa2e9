package dev.pluto.backends.chip.calibration;

import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.OperatorClass;
import dev.pluto.backends.chip.description.Origin;
import dev.pluto.backends.chip.description.Quantity;
import dev.pluto.backends.chip.description.Rates;
import dev.pluto.backends.chip.prediction.Load;
import dev.pluto.backends.chip.prediction.Workload;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.MultivariateJacobianFunction;
import org.hipparchus.util.Pair;

/**
 * The residuals of a fit as a function of the logarithms of its values: first the logarithm of
 * predicted over measured time of each measurement, then how far each value has moved.
 */
final class RateModel implements MultivariateJacobianFunction {
  private static final int KERNEL = 0;
  private static final int BANDWIDTH = 1;

  /** Values that are published, or that few measurements tell from others, are held harder. */
  private static final double HELD = 3;

  /** A rate that is fitted. */
  private record Rate(String precision, OperatorClass kind) {}

  private final ChipDescription chip;
  private final List<Measurement> measurements;
  private final List<List<Load>> loads = new ArrayList<>();
  private final Map<Rate, Integer> rates = new LinkedHashMap<>();
  private final List<Integer> arrivals = new ArrayList<>();
  private final Map<String, Integer> inferences = new LinkedHashMap<>();
  private final List<Double> start = new ArrayList<>();
  private final List<Double> held = new ArrayList<>();
  private final double certainty;

  private RateModel(ChipDescription chip, List<Measurement> measurements, double certainty) {
    this.chip = chip;
    this.measurements = measurements;
    this.certainty = certainty;
    add(chip.overhead().kernel(), certainty / 2);
    add(chip.memory().dramBandwidth(), certainty * HELD);
  }

  private int add(Quantity quantity, double strength) {
    start.add(Math.log(quantity.value()));
    held.add(strength);
    return start.size() - 1;
  }

  /** The model of a fit that starts from a description. */
  static RateModel of(ChipDescription chip, List<Measurement> measurements, double certainty) {
    RateModel model = new RateModel(chip, measurements, certainty);
    Workload workload = new Workload(chip);
    for (Measurement measurement : measurements) {
      List<Load> kernels = measurement.kernels().stream().map(workload::of).toList();
      kernels.forEach(model::register);
      model.loads.add(kernels);
      model.arrivals.add(model.inference(workload.arrival(measurement.inputs())));
    }
    return model;
  }

  private int inference(String precision) {
    return inferences.computeIfAbsent(
        precision,
        p -> add(Optional.ofNullable(chip.overhead().inference().get(p)).orElseThrow(), certainty));
  }

  private void register(Load load) {
    if (load.runsOn() == Load.RunsOn.CHIP) {
      register(new Rate(load.precision(), load.kind()));
    }
    if (load.runsOn() != Load.RunsOn.FALLBACK && load.conversions() > 0) {
      register(new Rate(load.precision(), OperatorClass.CONVERSION));
    }
  }

  private void register(Rate rate) {
    rates.computeIfAbsent(
        rate,
        r ->
            add(
                chip.rates().find(r.precision(), r.kind()).orElseThrow(),
                r.kind() == OperatorClass.CONVERSION ? certainty * HELD : certainty));
  }

  /** The logarithms of the values to start from. */
  double[] start() {
    return start.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Number of residuals, each of which is to become 0. */
  int residuals() {
    return measurements.size() + start.size();
  }

  /**
   * Weights of the residuals at a point: less than 1 for measurements that are off by more than so
   * much.
   */
  double[] weights(double[] point, double outlier) {
    RealVector residuals = value(new ArrayRealVector(point)).getFirst();
    double[] weights = new double[residuals()];
    for (int i = 0; i < weights.length; i++) {
      double size = i < measurements.size() ? Math.abs(residuals.getEntry(i)) : 0;
      weights[i] = Math.min(1, outlier / Math.max(size, Double.MIN_NORMAL));
    }
    return weights;
  }

  @Override
  public Pair<RealVector, RealMatrix> value(RealVector point) {
    double[] values = point.map(Math::exp).toArray();
    double[] residuals = new double[residuals()];
    double[][] slopes = new double[residuals.length][values.length];
    for (int m = 0; m < measurements.size(); m++) {
      double[] slope = slopes[m];
      double seconds = values[arrivals.get(m)];
      slope[arrivals.get(m)] = seconds;
      for (Load load : loads.get(m)) {
        seconds += seconds(load, values, slope);
      }
      for (int v = 0; v < slope.length; v++) {
        slope[v] /= seconds;
      }
      residuals[m] = Math.log(seconds / measurements.get(m).seconds());
    }
    for (int v = 0; v < values.length; v++) {
      residuals[measurements.size() + v] = held.get(v) * (point.getEntry(v) - start.get(v));
      slopes[measurements.size() + v][v] = held.get(v);
    }
    return new Pair<>(
        new ArrayRealVector(residuals, false), new Array2DRowRealMatrix(slopes, false));
  }

  /** Time of a kernel as the predictor has it; adds its derivatives by the logarithms. */
  private double seconds(Load load, double[] values, double[] slope) {
    if (load.runsOn() == Load.RunsOn.FALLBACK) {
      return chip.fallback()
          .map(fallback -> fallback.seconds(load.kind(), load.work()))
          .orElse(0.0);
    }
    double seconds = 0;
    if (load.runsOn() == Load.RunsOn.CHIP) {
      int rate = index(load, load.kind());
      double computing = load.work() / values[rate];
      double moving = load.dramBytes() / values[BANDWIDTH];
      slope[computing >= moving ? rate : BANDWIDTH] -= Math.max(computing, moving);
      slope[KERNEL] += values[KERNEL];
      seconds = values[KERNEL] + Math.max(computing, moving);
    }
    if (load.conversions() > 0) {
      int rate = index(load, OperatorClass.CONVERSION);
      double converting = load.conversions() / values[rate];
      slope[rate] -= converting;
      seconds += converting;
    }
    return seconds;
  }

  private int index(Load load, OperatorClass kind) {
    return Optional.ofNullable(rates.get(new Rate(load.precision(), kind))).orElseThrow();
  }

  /** The description with the values at a point. */
  ChipDescription described(double[] point, Origin origin) {
    Map<String, Map<OperatorClass, Quantity>> fitted = new LinkedHashMap<>();
    for (String precision : chip.rates().precisions()) {
      Map<OperatorClass, Quantity> all = new EnumMap<>(OperatorClass.class);
      for (OperatorClass kind : OperatorClass.values()) {
        chip.rates().find(precision, kind).ifPresent(rate -> all.put(kind, rate));
      }
      fitted.put(precision, all);
    }
    rates.forEach(
        (rate, index) ->
            fitted
                .computeIfAbsent(rate.precision(), p -> new EnumMap<>(OperatorClass.class))
                .put(rate.kind(), new Quantity(Math.exp(point[index]), origin)));
    Map<String, Quantity> inference = new LinkedHashMap<>(chip.overhead().inference());
    inferences.forEach(
        (precision, index) ->
            inference.put(precision, new Quantity(Math.exp(point[index]), origin)));
    return chip.with(
        new ChipDescription.Overhead(inference, new Quantity(Math.exp(point[KERNEL]), origin)),
        new ChipDescription.Memory(
            chip.memory().onChip(), new Quantity(Math.exp(point[BANDWIDTH]), origin)),
        new Rates(fitted));
  }
}
