package dev.pluto.backends.chip.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.description.Confidence;
import dev.pluto.backends.chip.description.DescriptionReader;
import dev.pluto.backends.chip.description.OperatorClass;
import dev.pluto.backends.chip.description.Quantity;
import dev.pluto.backends.chip.description.Rates;
import dev.pluto.backends.chip.prediction.Predictor;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Calibrations find again what measurements were made from. */
class CalibrationTest {
  private static final ChipDescription KNOWN =
      DescriptionReader.read(Path.of("chips", "snapdragon-8-gen-3.yaml"));

  /** A chip of the family that is slower by a factor, and once more in depthwise convolutions. */
  private static ChipDescription slower(double factor, double depthwise) {
    Map<String, Map<OperatorClass, Quantity>> rates = new LinkedHashMap<>();
    for (String precision : KNOWN.rates().precisions()) {
      Map<OperatorClass, Quantity> own = new EnumMap<>(OperatorClass.class);
      for (OperatorClass kind : OperatorClass.values()) {
        double times = kind == OperatorClass.CONVOLUTION_DEPTHWISE ? factor * depthwise : factor;
        KNOWN
            .rates()
            .find(precision, kind)
            .ifPresent(r -> own.put(kind, new Quantity(r.value() / times, r.origin())));
      }
      rates.put(precision, own);
    }
    return KNOWN.with(KNOWN.overhead(), KNOWN.memory(), new Rates(rates));
  }

  private static TensorForm form(String name, long... sizes) {
    return new TensorForm(name, Shape.of(sizes), DataType.FLOAT, Precision.FP32);
  }

  private static Kernel convolution(int channels, int side, int window, int groups) {
    return new Kernel(
        List.of(
            new Node(
                "n",
                "",
                "Conv",
                List.of("x", "w"),
                List.of("y"),
                Map.of("group", new Attribute.IntValue(groups)))),
        List.of(form("x", 1, channels, side, side)),
        List.of(form("y", 1, channels, side, side)),
        List.of(form("w", channels, channels / groups, window, window)),
        (long) side * side * channels * (channels / groups) * window * window);
  }

  /** Networks of random convolutions, as a chip would run them. */
  private static List<Measurement> measured(ChipDescription chip, int networks) {
    Random random = new Random(7);
    Predictor predictor = new Predictor(chip);
    List<Measurement> all = new ArrayList<>();
    for (int n = 0; n < networks; n++) {
      List<Kernel> kernels = new ArrayList<>();
      for (int k = 0; k < 20; k++) {
        int channels = 64 << random.nextInt(3);
        boolean depthwise = random.nextBoolean();
        int window = depthwise ? 3 : 1;
        kernels.add(
            convolution(channels, 28 << random.nextInt(2), window, depthwise ? channels : 1));
      }
      Measurement unknown =
          new Measurement("m" + n, "fp32", List.of(form("x", 1, 3, 224, 224)), kernels, 1);
      all.add(
          new Measurement(
              unknown.model(),
              unknown.precision(),
              unknown.inputs(),
              kernels,
              Calibration.seconds(predictor, unknown)));
    }
    return all;
  }

  @Test
  void eightMeasurementsTellHowMuchSlowerAChipIs() {
    List<Measurement> all = measured(slower(3, 1), 8);
    double[] ratios = new Calibration(KNOWN).leaveOneModelOut(all);
    for (double ratio : ratios) {
      assertThat(ratio).isBetween(0.93, 1.07);
    }
    ChipDescription fitted = new Calibration(KNOWN).fit(all, "fit");
    double before = KNOWN.rates().find("w8a8", OperatorClass.CONVOLUTION).orElseThrow().value();
    Quantity after = fitted.rates().find("w8a8", OperatorClass.CONVOLUTION).orElseThrow();
    assertThat(after.value())
        .as("what nobody measured moves along with what was measured")
        .isLessThan(before / 1.5);
    assertThat(after.origin().confidence()).isEqualTo(Confidence.ASSUMED);
    assertThat(
            fitted
                .rates()
                .find("fp16", OperatorClass.CONVOLUTION_1X1)
                .orElseThrow()
                .origin()
                .confidence())
        .isEqualTo(Confidence.FITTED);
  }

  @Test
  void manyMeasurementsTellHowOneClassDiffers() {
    List<Measurement> all = measured(slower(1, 4), 40);
    ChipDescription fitted = new Calibration(KNOWN).fit(all, "fit");
    double before =
        KNOWN.rates().find("fp16", OperatorClass.CONVOLUTION_DEPTHWISE).orElseThrow().value();
    assertThat(
            fitted.rates().find("fp16", OperatorClass.CONVOLUTION_DEPTHWISE).orElseThrow().value())
        .isBetween(before / 4.6, before / 3.2);
  }

  @Test
  void aMeasurementThatNothingExplainsDoesNotBendTheFit() {
    List<Measurement> all = measured(KNOWN, 12);
    Measurement odd = all.get(0);
    List<Measurement> bent = new ArrayList<>(all);
    bent.set(
        0,
        new Measurement(
            odd.model(), odd.precision(), odd.inputs(), odd.kernels(), 10 * odd.seconds()));
    Predictor predictor = new Predictor(new Calibration(KNOWN).fit(bent, "fit"));
    for (Measurement other : all.subList(1, all.size())) {
      assertThat(Calibration.seconds(predictor, other) / other.seconds()).isBetween(0.93, 1.07);
    }
  }

  @Test
  void errorsAreThoseOfTheDefinition() {
    Errors errors = Errors.of(new double[] {1, 2, 4}, new double[] {1.1, 0.9, 0.4});
    assertThat(errors.mean()).isCloseTo(0.8 / 3, org.assertj.core.data.Offset.offset(1e-12));
    assertThat(errors.within()).isCloseTo(2 / 3.0, org.assertj.core.data.Offset.offset(1e-12));
    assertThat(errors.rank())
        .as("two pairs of three are in order")
        .isCloseTo(1 / 3.0, org.assertj.core.data.Offset.offset(1e-12));
  }
}
