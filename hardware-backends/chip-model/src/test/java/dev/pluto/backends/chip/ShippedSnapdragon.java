package dev.pluto.backends.chip;

import dev.pluto.backends.chip.SnapdragonFamily.Chip;
import dev.pluto.backends.chip.calibration.Errors;
import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.Confidence;
import dev.pluto.backends.chip.description.OperatorClass;
import dev.pluto.backends.chip.description.Origin;
import dev.pluto.backends.chip.description.Quantity;
import dev.pluto.backends.chip.description.Rates;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A fitted description as it is shipped.
 *
 * @param errors of predictions of networks that the fit has not seen, by precision of the file
 */
record ShippedSnapdragon(Chip chip, ChipDescription fitted, Map<String, Errors> errors) {
  private static final String EXECUTORCH =
      "pytorch/executorch, backends/qualcomm/serialization/qc_schema.py (BSD), HtpInfo of ";

  ChipDescription description() {
    boolean floats = errors.containsKey("fp32");
    Map<String, String> sources = new LinkedHashMap<>(fitted.sources());
    sources.remove("dram");
    sources.put(
        "fit",
        "fitted to measured latencies of %s in QNN (qualcomm/ai-hub-models v0.47.0, BSD-3-Clause)"
            .formatted(String.join(" and ", chip.chipsets())));
    sources.put(
        "executorch",
        chip.soc().isEmpty()
            ? EXECUTORCH + "SM8650, taken for the same here"
            : EXECUTORCH + chip.soc());
    Set<String> precisions = new TreeSet<>(fitted.rates().precisions());
    if (!floats) {
      precisions.remove("fp16");
    }
    Origin fit = new Origin("fit", Confidence.FITTED);
    Map<String, Quantity> expected = new LinkedHashMap<>();
    errors.forEach(
        (precision, e) ->
            expected.put(
                precision.equals("fp32") ? "fp16" : precision, new Quantity(e.mean(), fit)));
    ChipDescription.Energy energy = fitted.energy().orElseThrow();
    return new ChipDescription(
        chip.id(),
        chip.description(),
        sources,
        floats ? "fp16" : ChipDescription.NO_FLOAT,
        fitted.operators().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    e -> e.getValue().stream().filter(precisions::contains).toList())),
        fitted.unsupported(),
        fitted.free(),
        fitted.fusions(),
        fitted.alignment(),
        new ChipDescription.Overhead(
            only(fitted.overhead().inference(), precisions),
            only(fitted.overhead().input(), precisions),
            fitted.overhead().kernel()),
        memory(),
        rates(precisions),
        Optional.of(
            new ChipDescription.Energy(
                only(energy.mac(), precisions),
                energy.onChipByte(),
                energy.dramByte(),
                energy.staticPower())),
        fitted.fallback(),
        Optional.empty(),
        expected,
        fitted.digest());
  }

  private ChipDescription.Memory memory() {
    Quantity onChip = fitted.memory().onChip();
    return new ChipDescription.Memory(
        chip.soc().isEmpty()
            ? new Quantity(onChip.value(), new Origin("executorch", Confidence.ASSUMED))
            : onChip,
        fitted.memory().dramBandwidth());
  }

  private Rates rates(Set<String> precisions) {
    Map<String, Map<OperatorClass, Quantity>> rates = new LinkedHashMap<>();
    for (String precision : List.of("fp16", "w8a8", "w8a16", "w4a8")) {
      if (precisions.contains(precision)) {
        Map<OperatorClass, Quantity> own = new EnumMap<>(OperatorClass.class);
        for (var kind : OperatorClass.values()) {
          fitted.rates().find(precision, kind).ifPresent(rate -> own.put(kind, rate));
        }
        rates.put(precision, own);
      }
    }
    return new Rates(rates);
  }

  private static Map<String, Quantity> only(Map<String, Quantity> numbers, Set<String> keys) {
    return numbers.entrySet().stream()
        .filter(e -> keys.contains(e.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, e -> Objects.requireNonNull(e.getValue())));
  }
}
