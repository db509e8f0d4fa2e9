package dev.pluto.backends.chip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.backends.chip.SnapdragonFamily.Chip;
import dev.pluto.backends.chip.calibration.Calibration;
import dev.pluto.backends.chip.calibration.Errors;
import dev.pluto.backends.chip.calibration.Measurement;
import dev.pluto.backends.chip.description.DescriptionReader;
import dev.pluto.backends.chip.prediction.Predictor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The shipped descriptions predict the measurements that they were fitted to. How they predict
 * others, {@link SnapdragonAccuracyTest} tells, which takes minutes.
 */
class ShippedAccuracyTest {
  @Test
  void shippedDescriptionsPredictWhatWasMeasured() throws IOException {
    Optional<Path> folder = MeasuredNetworks.folder();
    Assumptions.assumeTrue(folder.isPresent(), "no measurements in the folder pluto.shared");
    SnapdragonFamily family = new SnapdragonFamily(folder.orElseThrow());
    for (Chip chip : SnapdragonFamily.CHIPS) {
      Predictor predictor =
          new Predictor(DescriptionReader.read(ShippedChips.FOLDER.resolve(chip.id() + ".yaml")));
      List<Measurement> all = family.measurements(chip);
      double[] ratios =
          all.stream().mapToDouble(m -> Calibration.seconds(predictor, m) / m.seconds()).toArray();
      if (all.stream().anyMatch(m -> m.precision().equals("fp32"))) {
        Errors floats = Errors.of(all, ratios, "fp32");
        assertThat(floats.mean()).as(chip.id()).isLessThan(0.11);
        assertThat(floats.rank()).as(chip.id()).isGreaterThan(0.9);
      }
      assertThat(Errors.of(all, ratios, "w8a8").mean()).as(chip.id()).isLessThan(0.22);
      assertThat(Errors.of(all, ratios, "w8a16").mean()).as(chip.id()).isLessThan(0.22);
    }
  }
}
