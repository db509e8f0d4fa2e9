package dev.pluto.backends.chip;

import dev.pluto.backends.chip.calibration.Calibration;
import dev.pluto.backends.chip.calibration.Measurement;
import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.Confidence;
import dev.pluto.backends.chip.description.DescriptionReader;
import dev.pluto.backends.chip.description.Origin;
import dev.pluto.backends.chip.description.Quantity;
import dev.pluto.backends.chip.prediction.Predictor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The calibrated chips: one of them is fitted starting from a rough estimate of a Hexagon NPU, and
 * the others starting from that one.
 */
final class SnapdragonFamily {
  /**
   * A chip with measurements.
   *
   * @param chipsets its names in the table of measurements
   * @param onChip megabytes of tightly coupled memory, by the same table for all chips
   */
  record Chip(String id, String description, List<String> chipsets, double onChip, String soc) {}

  static final Chip REFERENCE =
      new Chip(
          "snapdragon-8-gen-3",
          "Snapdragon 8 Gen 3, Hexagon v75 NPU with QNN in burst mode, batch 1",
          List.of("qualcomm-snapdragon-8gen3"),
          8,
          "SM8650");

  static final List<Chip> CHIPS =
      List.of(
          REFERENCE,
          new Chip(
              "snapdragon-8-gen-1",
              "Snapdragon 8 Gen 1, Hexagon v69 NPU with QNN in burst mode, batch 1",
              List.of("qualcomm-qcs8450-proxy"),
              8,
              "SM8450"),
          new Chip(
              "snapdragon-8-gen-2",
              "Snapdragon 8 Gen 2, Hexagon v73 NPU with QNN in burst mode, batch 1",
              List.of("qualcomm-snapdragon-8gen2", "qualcomm-qcs8550-proxy"),
              8,
              "SM8550"),
          new Chip(
              "snapdragon-8-elite",
              "Snapdragon 8 Elite, Hexagon v79 NPU with QNN in burst mode, batch 1",
              List.of("qualcomm-snapdragon-8-elite", "qualcomm-snapdragon-8-elite-for-galaxy"),
              8,
              "SM8750"),
          new Chip(
              "snapdragon-x-elite",
              "Snapdragon X Elite, Hexagon NPU with QNN in burst mode, batch 1",
              List.of("qualcomm-snapdragon-x-elite"),
              8,
              ""),
          new Chip(
              "qcs6490",
              "QCS6490, Hexagon v68 NPU without floating point, QNN in burst mode, batch 1",
              List.of("qualcomm-qcs6490", "qualcomm-qcs6490-proxy"),
              2,
              "QCS6490"),
          new Chip(
              "sa8295p",
              "SA8295P, Hexagon v68 NPU with QNN in burst mode, batch 1",
              List.of("qualcomm-sa8295p"),
              8,
              "SA8295"));

  static final Map<String, String> PRECISIONS =
      Map.of("float", "fp32", "w8a8", "w8a8", "w8a16", "w8a16");

  static final String FIT = "fit";

  private final Map<String, List<Measurement>> measurements = new LinkedHashMap<>();
  private final ChipDescription guess;

  /** Reads the measurements of all chips. */
  SnapdragonFamily(Path folder) throws IOException {
    guess = guess();
    MeasuredNetworks networks = new MeasuredNetworks(folder, new ChipTarget(guess));
    for (Chip chip : CHIPS) {
      List<Measurement> all = new ArrayList<>();
      for (String chipset : chip.chipsets()) {
        all.addAll(networks.of(chipset, PRECISIONS));
      }
      measurements.put(chip.id(), List.copyOf(all));
    }
    if (!networks.refused().isEmpty()) {
      throw new IllegalStateException("not taken: " + networks.refused());
    }
  }

  static ChipDescription guess() {
    String file = "hexagon-uncalibrated.yaml";
    try (InputStream in =
        Objects.requireNonNull(SnapdragonFamily.class.getResourceAsStream(file))) {
      return DescriptionReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Measurement> measurements(Chip chip) {
    return Objects.requireNonNull(measurements.get(chip.id()));
  }

  /** Every chip, fitted to those measurements that are chosen. */
  Map<Chip, ChipDescription> fitted(Predicate<Measurement> chosen) {
    Map<Chip, ChipDescription> fitted = new LinkedHashMap<>();
    ChipDescription reference =
        new Calibration(guess).fit(measurements(REFERENCE).stream().filter(chosen).toList(), FIT);
    for (Chip chip : CHIPS) {
      fitted.put(
          chip,
          chip.equals(REFERENCE)
              ? reference
              : new Calibration(before(reference, chip))
                  .fit(measurements(chip).stream().filter(chosen).toList(), FIT));
    }
    return fitted;
  }

  /** What is known of a chip before its measurements: that it is like the reference. */
  static ChipDescription before(ChipDescription reference, Chip chip) {
    return reference.with(
        reference.overhead(),
        new ChipDescription.Memory(
            new Quantity(chip.onChip() * 1e6, new Origin("executorch", Confidence.PUBLISHED)),
            reference.memory().dramBandwidth()),
        reference.rates());
  }

  /**
   * Predicted over measured time of all measurements, each predicted by fits that have not seen the
   * network on any chip.
   */
  Map<Chip, double[]> leaveOneModelOut() {
    Map<Chip, double[]> ratios = new LinkedHashMap<>();
    CHIPS.forEach(chip -> ratios.put(chip, new double[measurements(chip).size()]));
    List<String> models =
        measurements.values().stream()
            .flatMap(List::stream)
            .map(Measurement::model)
            .distinct()
            .toList();
    for (String model : models) {
      fitted(m -> !m.model().equals(model))
          .forEach((chip, without) -> predict(without, chip, model, ratios));
    }
    return ratios;
  }

  private void predict(
      ChipDescription without, Chip chip, String model, Map<Chip, double[]> ratios) {
    Predictor predictor = new Predictor(without);
    List<Measurement> all = measurements(chip);
    double[] own = Objects.requireNonNull(ratios.get(chip));
    for (int i = 0; i < own.length; i++) {
      if (all.get(i).model().equals(model)) {
        own[i] = Calibration.seconds(predictor, all.get(i)) / all.get(i).seconds();
      }
    }
  }
}
