package dev.pluto.backends.chip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.backends.chip.SnapdragonFamily.Chip;
import dev.pluto.backends.chip.calibration.Calibration;
import dev.pluto.backends.chip.calibration.Errors;
import dev.pluto.backends.chip.calibration.Measurement;
import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.DescriptionWriter;
import dev.pluto.backends.chip.prediction.Predictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How well latencies on Snapdragon chips are predicted that the fit has not seen. */
@Tag("benchmark")
class SnapdragonAccuracyTest {
  private static final Logger LOG = LoggerFactory.getLogger(SnapdragonAccuracyTest.class);
  private static final List<String> PRECISIONS = List.of("fp32", "w8a8", "w8a16");
  private static final Path WRITTEN = Path.of("target", "chips");
  private static final int FEW = 8;
  private static final int DRAWS = 5;

  private static Optional<SnapdragonFamily> family = Optional.empty();

  @BeforeAll
  static void read() throws IOException {
    Optional<Path> folder = MeasuredNetworks.folder();
    Assumptions.assumeTrue(folder.isPresent(), "no measurements in the folder pluto.shared");
    family = Optional.of(new SnapdragonFamily(folder.orElseThrow()));
  }

  /** Networks that no fit has seen on any chip; writes the descriptions that are shipped. */
  @Test
  void leftOutNetworksArePredicted() throws IOException {
    SnapdragonFamily chips = family.orElseThrow();
    Map<Chip, double[]> ratios = chips.leaveOneModelOut();
    List<Measurement> all = new ArrayList<>();
    List<Double> allRatios = new ArrayList<>();
    Map<Chip, ChipDescription> fitted = chips.fitted(m -> true);
    for (Chip chip : SnapdragonFamily.CHIPS) {
      double[] own = Objects.requireNonNull(ratios.get(chip));
      Map<String, Errors> errors = log(chip.id(), chips.measurements(chip), own);
      for (int i = 0; i < own.length; i++) {
        all.add(chips.measurements(chip).get(i));
        allRatios.add(own[i]);
        LOG.info(
            "  {} {} {} {} ms, predicted {} times",
            chip.id(),
            all.get(all.size() - 1).precision(),
            all.get(all.size() - 1).model(),
            all.get(all.size() - 1).seconds() * 1e3,
            own[i]);
      }
      ShippedSnapdragon shipped =
          new ShippedSnapdragon(chip, Objects.requireNonNull(fitted.get(chip)), errors);
      Files.createDirectories(WRITTEN);
      Files.writeString(
          WRITTEN.resolve(chip.id() + ".yaml"), DescriptionWriter.write(shipped.description()));
    }
    Map<String, Errors> pooled =
        log("all", all, allRatios.stream().mapToDouble(Double::doubleValue).toArray());
    assertThat(of(pooled, "fp32").mean()).isLessThanOrEqualTo(0.12);
    assertThat(of(pooled, "fp32").rank()).isGreaterThanOrEqualTo(0.93);
    assertThat(of(pooled, "fp32").within()).isGreaterThanOrEqualTo(0.8);
    assertThat(of(pooled, "w8a8").mean()).isLessThanOrEqualTo(0.2);
    assertThat(of(pooled, "w8a8").rank()).isGreaterThanOrEqualTo(0.87);
    assertThat(of(pooled, "w8a8").within()).isGreaterThanOrEqualTo(0.65);
    assertThat(of(pooled, "w8a16").mean()).isLessThanOrEqualTo(0.2);
  }

  /** Chips that the family's description has not seen, after eight networks drawn at random. */
  @Test
  void eightMeasurementsMakeASiblingUsable() {
    SnapdragonFamily chips = family.orElseThrow();
    ChipDescription reference =
        new Calibration(SnapdragonFamily.guess())
            .fit(chips.measurements(SnapdragonFamily.REFERENCE), SnapdragonFamily.FIT);
    double sum = 0;
    int count = 0;
    for (Chip chip : SnapdragonFamily.CHIPS) {
      // Two names of one chip are two devices with measurements of the same networks.
      List<Measurement> floats =
          chips.measurements(chip).stream().filter(m -> m.precision().equals("fp32")).toList();
      if (chip.equals(SnapdragonFamily.REFERENCE) || floats.isEmpty()) {
        continue;
      }
      double mean = 0;
      for (int draw = 0; draw < DRAWS; draw++) {
        mean += transferred(SnapdragonFamily.before(reference, chip), floats, draw) / DRAWS;
      }
      LOG.info("{}: mean error {} after {} measurements", chip.id(), mean, FEW);
      sum += mean;
      count++;
    }
    assertThat(sum / count).isLessThanOrEqualTo(0.15);
  }

  private static double transferred(ChipDescription before, List<Measurement> all, int seed) {
    List<String> models =
        new ArrayList<>(all.stream().map(Measurement::model).distinct().sorted().toList());
    Collections.shuffle(models, new Random(seed));
    List<String> seen = models.subList(0, FEW);
    Predictor predictor =
        new Predictor(
            new Calibration(before)
                .fit(
                    all.stream().filter(m -> seen.contains(m.model())).toList(),
                    SnapdragonFamily.FIT));
    return all.stream()
        .filter(m -> !seen.contains(m.model()))
        .mapToDouble(m -> Math.abs(Calibration.seconds(predictor, m) / m.seconds() - 1))
        .average()
        .orElseThrow();
  }

  private static Errors of(Map<String, Errors> errors, String precision) {
    return Objects.requireNonNull(errors.get(precision));
  }

  private static Map<String, Errors> log(String name, List<Measurement> all, double[] ratios) {
    Map<String, Errors> errors = new LinkedHashMap<>();
    for (String precision : PRECISIONS) {
      Errors some = Errors.of(all, ratios, precision);
      if (some.count() > 0) {
        errors.put(precision, some);
        LOG.info(
            String.format(
                "%-20s %-6s %3d measurements, mean error %5.1f %%, within 20 %%: %3.0f %%, rank"
                    + " correlation %.3f",
                name,
                precision,
                some.count(),
                100 * some.mean(),
                100 * some.within(),
                some.rank()));
      }
    }
    return errors;
  }
}
