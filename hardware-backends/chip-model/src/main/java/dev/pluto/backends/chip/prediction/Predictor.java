package dev.pluto.backends.chip.prediction;

import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.Confidence;
import dev.pluto.backends.chip.description.OperatorClass;
import dev.pluto.backends.chip.description.Quantity;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.hardware.TensorForm;
import java.util.List;
import java.util.Optional;

/**
 * Predicts time and energy of kernels: a roofline per kernel. A kernel takes its fixed time and the
 * longer one of computing and moving what DRAM has to move. Deterministic, never negative, and
 * monotone: more work never takes less time or energy. Immutable.
 */
public final class Predictor {
  /**
   * What a kernel takes.
   *
   * @param time where the seconds come from
   * @param energy where the joules come from
   */
  public record Estimate(double seconds, double joules, Provenance time, Provenance energy) {}

  private static final Estimate NOTHING =
      new Estimate(0, 0, Provenance.PREDICTED, Provenance.PREDICTED);

  private final ChipDescription chip;
  private final Workload workload;

  /** A predictor for a chip. */
  public Predictor(ChipDescription chip) {
    this.chip = chip;
    this.workload = new Workload(chip);
  }

  /** What a kernel takes; empty if neither the chip nor a fallback runs it. */
  public Optional<Estimate> estimate(Kernel kernel) {
    Load load = workload.of(kernel);
    return switch (load.runsOn()) {
      case NOTHING -> Optional.of(load.conversions() == 0 ? NOTHING : onChip(load, 0));
      case CHIP -> Optional.of(onChip(load, chip.overhead().kernel().value() + busy(load)));
      case FALLBACK -> chip.fallback().map(fallback -> elsewhere(load, fallback));
    };
  }

  /**
   * What an inference takes besides its kernels.
   *
   * @param inputs the model's inputs
   */
  public Estimate perInference(List<TensorForm> inputs) {
    String arrival = workload.arrival(inputs);
    Quantity fixed = Optional.ofNullable(chip.overhead().inference().get(arrival)).orElseThrow();
    double taking =
        Optional.ofNullable(chip.overhead().input().get(arrival))
            .map(rate -> Workload.elements(inputs) / rate.value())
            .orElse(0.0);
    double seconds = fixed.value() + taking;
    double watts = chip.energy().map(e -> e.staticPower().value()).orElse(0.0);
    return new Estimate(seconds, watts * seconds, origin(fixed), energyOrigin());
  }

  /** Seconds of computing and moving side by side. */
  private double busy(Load load) {
    return Math.max(
        load.work() / rate(load, load.kind()).value(),
        load.dramBytes() / chip.memory().dramBandwidth().value());
  }

  private Estimate onChip(Load load, double busy) {
    boolean converts = load.conversions() > 0;
    Quantity rate =
        rate(load, load.runsOn() == Load.RunsOn.CHIP ? load.kind() : OperatorClass.CONVERSION);
    double seconds =
        converts ? busy + load.conversions() / rate(load, OperatorClass.CONVERSION).value() : busy;
    double joules =
        chip.energy()
            .map(
                e ->
                    load.macs() * coefficient(e, load.precision())
                        + load.touchedBytes() * e.onChipByte().value()
                        + load.dramBytes() * e.dramByte().value()
                        + seconds * e.staticPower().value())
            .orElse(0.0);
    return new Estimate(seconds, joules, origin(rate), energyOrigin());
  }

  private Estimate elsewhere(Load load, ChipDescription.Fallback fallback) {
    double seconds = fallback.seconds(load.kind(), load.work());
    return new Estimate(
        seconds,
        seconds * fallback.power().value(),
        origin(fallback.elements()),
        origin(fallback.power()));
  }

  private Quantity rate(Load load, OperatorClass kind) {
    return chip.rates()
        .find(load.precision(), kind)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no rate of %s in %s".formatted(kind.label(), load.precision())));
  }

  private static double coefficient(ChipDescription.Energy energy, String precision) {
    Quantity mac = energy.mac().get(precision);
    if (mac == null) {
      throw new IllegalStateException("no energy per multiply-add in " + precision);
    }
    return mac.value();
  }

  private static Provenance origin(Quantity quantity) {
    return quantity.origin().confidence().provenance();
  }

  /** Energy is as well known as the least known of its coefficients. */
  private Provenance energyOrigin() {
    boolean assumed =
        chip.energy()
            .map(
                e ->
                    origin(e.onChipByte()) == Provenance.ASSUMED
                        || origin(e.dramByte()) == Provenance.ASSUMED
                        || origin(e.staticPower()) == Provenance.ASSUMED
                        || e.mac().values().stream().anyMatch(q -> origin(q) == Provenance.ASSUMED))
            .orElse(false);
    return assumed ? Provenance.ASSUMED : Confidence.FITTED.provenance();
  }
}
