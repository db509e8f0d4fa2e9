package dev.pluto.backends.chip;

import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.Precisions;
import dev.pluto.backends.chip.prediction.Predictor;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.hardware.PricingContext;
import dev.pluto.spi.hardware.PricingSession;
import dev.pluto.spi.hardware.TargetFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/** A described chip, whose prices are predicted. */
final class ChipTarget implements HardwareTarget {
  /** Counts changes of how prices are worked out. */
  private static final int METHOD = 2;

  private final ChipDescription chip;
  private final Capabilities capabilities;

  ChipTarget(ChipDescription chip) {
    this.chip = chip;
    this.capabilities =
        new Capabilities(
            precisions(chip), chip.alignment().channels(), chip.fusions(), chip.unsupported());
  }

  /** Every operator runs in float, which is what fp32 in a file becomes. */
  private static Map<String, List<PrecisionTuple>> precisions(ChipDescription chip) {
    Map<String, List<PrecisionTuple>> precisions = new TreeMap<>();
    chip.operators()
        .forEach(
            (operator, names) -> {
              List<PrecisionTuple> tuples = new ArrayList<>(List.of(PrecisionTuple.FP32));
              names.stream()
                  .flatMap(name -> Precisions.find(name).stream())
                  .filter(tuple -> !tuple.equals(PrecisionTuple.FP32))
                  .forEach(tuples::add);
              precisions.put(operator, tuples);
            });
    return precisions;
  }

  @Override
  public String id() {
    return chip.id();
  }

  @Override
  public String description() {
    return chip.description();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Set<String> metrics() {
    return chip.energy().isPresent() ? Set.of("latency", "energy") : Set.of("latency");
  }

  @Override
  public List<TargetFact> facts() {
    return ChipFacts.of(chip);
  }

  @Override
  public Optional<String> fallback() {
    return chip.fallback().map(ChipDescription.Fallback::processor);
  }

  @Override
  public OptionalDouble expectedError(String precision) {
    return Optional.ofNullable(chip.expectedErrors().get(ChipCalibrator.onChip(precision, chip)))
        .map(error -> OptionalDouble.of(error.value()))
        .orElse(OptionalDouble.empty());
  }

  @Override
  public String fingerprint() {
    return "chip-model %d, description %s".formatted(METHOD, chip.digest());
  }

  @Override
  public PricingSession open(PricingContext context) {
    return new ChipSession(chip, new Predictor(chip));
  }
}
