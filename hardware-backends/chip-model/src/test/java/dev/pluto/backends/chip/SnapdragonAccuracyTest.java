package dev.pluto.backends.chip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.backends.chip.calibration.Calibration;
import dev.pluto.backends.chip.calibration.Measurement;
import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.Confidence;
import dev.pluto.backends.chip.description.DescriptionReader;
import dev.pluto.backends.chip.description.OperatorClass;
import dev.pluto.backends.chip.description.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How well latencies on a Snapdragon 8 Gen 3 are predicted that the fit has not seen: each network
 * is predicted by a fit to all others.
 */
@Tag("benchmark")
class SnapdragonAccuracyTest {
  private static final Logger LOG = LoggerFactory.getLogger(SnapdragonAccuracyTest.class);
  private static final String CHIPSET = "qualcomm-snapdragon-8gen3";
  private static final double CERTAINTY = 0.2;
  private static final Origin FIT = new Origin("fit", Confidence.FITTED);

  @Test
  void leftOutNetworksArePredicted() throws IOException {
    Optional<Path> folder = MeasuredNetworks.folder();
    Assumptions.assumeTrue(folder.isPresent(), "no measurements in the folder pluto.shared");
    ChipDescription start = start();
    MeasuredNetworks networks = new MeasuredNetworks(folder.orElseThrow(), new ChipTarget(start));
    Map<String, String> precisions = new LinkedHashMap<>();
    precisions.put("float", "fp32");
    precisions.put("w8a8", "w8a8");
    precisions.put("w8a16", "w8a16");
    Map<String, List<Measurement>> byPrecision = networks.of(CHIPSET, precisions);
    LOG.info("not taken: {}", networks.refused());
    List<Measurement> all = new ArrayList<>();
    byPrecision.values().forEach(all::addAll);
    Calibration calibration = new Calibration(start, CERTAINTY);
    double[] ratios = calibration.leaveOneModelOut(all, FIT);
    Map<String, Double> errors = new LinkedHashMap<>();
    int from = 0;
    for (Map.Entry<String, List<Measurement>> entry : byPrecision.entrySet()) {
      double[] some = Arrays.copyOfRange(ratios, from, from + entry.getValue().size());
      for (int i = 0; i < some.length; i++) {
        LOG.info(
            String.format(
                "%-6s %-28s %8.3f ms, predicted %5.2f times",
                entry.getKey(),
                entry.getValue().get(i).model(),
                1e3 * entry.getValue().get(i).seconds(),
                some[i]));
      }
      from += some.length;
      errors.put(entry.getKey(), Calibration.meanError(some));
      LOG.info(
          "{}: {} networks, mean error {}",
          entry.getKey(),
          some.length,
          errors.get(entry.getKey()));
    }
    print(calibration.fit(all, FIT));
    assertThat(errors.get("fp32")).isLessThanOrEqualTo(0.15);
    assertThat(errors.get("w8a8")).isLessThanOrEqualTo(0.27);
  }

  /** The fitted values, for the description of the chip. */
  private static void print(ChipDescription fitted) {
    LOG.info("inference {}", fitted.overhead().inference());
    LOG.info("kernel {}", fitted.overhead().kernel());
    LOG.info("dram {}", fitted.memory().dramBandwidth());
    for (String precision : fitted.rates().precisions()) {
      for (OperatorClass kind : OperatorClass.values()) {
        fitted
            .rates()
            .find(precision, kind)
            .ifPresent(
                r ->
                    LOG.info(
                        String.format(
                            "%s %s: %.3g %s",
                            precision, kind.label(), r.value(), r.origin().confidence().label())));
      }
    }
  }

  private static ChipDescription start() throws IOException {
    String file = "hexagon-uncalibrated.yaml";
    try (InputStream in =
        Objects.requireNonNull(SnapdragonAccuracyTest.class.getResourceAsStream(file))) {
      return DescriptionReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), file);
    }
  }
}
