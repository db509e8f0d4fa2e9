package dev.pluto.backends.chip;

import dev.pluto.backends.chip.calibration.Calibration;
import dev.pluto.backends.chip.calibration.Errors;
import dev.pluto.backends.chip.calibration.Measurement;
import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.Confidence;
import dev.pluto.backends.chip.description.DescriptionReader;
import dev.pluto.backends.chip.description.DescriptionWriter;
import dev.pluto.backends.chip.description.Origin;
import dev.pluto.backends.chip.description.Quantity;
import dev.pluto.spi.hardware.CalibratedChip;
import dev.pluto.spi.hardware.Calibrator;
import dev.pluto.spi.hardware.ChipFolders;
import dev.pluto.spi.hardware.MeasuredModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fits descriptions to measurements of whole models. */
record ChipCalibrator(ChipFolders folders) implements Calibrator {
  private static final double MILLISECONDS = 1e3;
  private static final String FLOAT = "fp32";

  /** From this error on, a share says nothing more. */
  private static final double WORST = 1;

  @Override
  public CalibratedChip calibrate(Path file, List<MeasuredModel> models, String source) {
    ChipDescription start = DescriptionReader.read(file, folders.folders());
    List<Measurement> measurements =
        models.stream()
            .map(
                m ->
                    new Measurement(
                        m.model(),
                        m.precision(),
                        m.inputs(),
                        m.kernels(),
                        m.milliseconds() / MILLISECONDS))
            .toList();
    Calibration calibration = new Calibration(start);
    double[] ratios = calibration.leaveOneModelOut(measurements);
    List<Double> predicted = new ArrayList<>();
    for (int i = 0; i < ratios.length; i++) {
      predicted.add(ratios[i] * models.get(i).milliseconds());
    }
    String key = freeKey(start);
    Origin origin = new Origin(key, Confidence.FITTED);
    Map<String, Quantity> expected = new LinkedHashMap<>(start.expectedErrors());
    List<CalibratedChip.Accuracy> accuracy = new ArrayList<>();
    for (String precision : models.stream().map(MeasuredModel::precision).distinct().toList()) {
      Errors errors = Errors.of(measurements, ratios, precision);
      accuracy.add(
          new CalibratedChip.Accuracy(
              precision,
              errors.count(),
              errors.mean(),
              errors.within(),
              errors.count() > 1 ? errors.rank() : 0));
      expected.put(onChip(precision, start), new Quantity(Math.min(WORST, errors.mean()), origin));
    }
    ChipDescription fitted = calibration.fit(measurements, key).with(key, source, expected);
    return new CalibratedChip(DescriptionWriter.write(fitted), predicted, accuracy);
  }

  /** A key for the source of fitted values that no other source has. */
  private static String freeKey(ChipDescription chip) {
    int number = 1;
    while (chip.sources().containsKey("calibration-" + number)) {
      number++;
    }
    return "calibration-" + number;
  }

  /** What the chip computes in for a precision of the file. */
  static String onChip(String precision, ChipDescription chip) {
    return precision.equals(FLOAT) && chip.computesFloats() ? chip.floatPrecision() : precision;
  }
}
