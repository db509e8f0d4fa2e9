package dev.pluto.backends.chip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.hardware.PricingContext;
import dev.pluto.spi.hardware.PricingSession;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.hardware.Quote;
import dev.pluto.testkit.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prices of single kernels. */
class PriceTest {
  private static final List<PrecisionTuple> PRECISIONS =
      List.of(
          PrecisionTuple.FP32,
          PrecisionTuple.FP16,
          PrecisionTuple.W8A16,
          PrecisionTuple.W8A8,
          PrecisionTuple.W4A8);

  private final PricingContext context = TestHost.find().orElseThrow().pricingContext();

  static List<HardwareTarget> chips() {
    return ShippedChips.all();
  }

  private double cost(PricingSession session, Kernel kernel, String metric) {
    Quote quote = session.price(List.of(kernel)).get(0);
    return quote instanceof Quote.Priced priced
        ? Map.copyOf(priced.costs()).getOrDefault(metric, Double.NaN)
        : 0;
  }

  @ParameterizedTest
  @MethodSource("chips")
  void moreChannelsNeverCostLess(HardwareTarget chip) {
    try (PricingSession session = chip.open(context)) {
      for (PrecisionTuple precision : PRECISIONS) {
        new KernelForms(precision)
            .all()
            .forEach(
                (name, kernel) -> {
                  if (!name.equals("convolution in groups")) {
                    sweep(session, chip, precision.name() + " " + name, kernel, 1);
                  }
                });
      }
    }
  }

  /** In groups of eight, every eighth width is a network. */
  @ParameterizedTest
  @MethodSource("chips")
  void moreGroupsNeverCostLess(HardwareTarget chip) {
    try (PricingSession session = chip.open(context)) {
      IntFunction<Kernel> kernel =
          new KernelForms(PrecisionTuple.FP32).all().get("convolution in groups");
      assertThat(kernel).isNotNull();
      if (kernel != null) {
        sweep(session, chip, "convolution in groups", kernel, 8);
      }
    }
  }

  private void sweep(
      PricingSession session,
      HardwareTarget chip,
      String name,
      IntFunction<Kernel> kernel,
      int step) {
    for (String metric : chip.metrics()) {
      double before = 0;
      for (int channels = 16; channels <= 512; channels += step) {
        double cost = cost(session, kernel.apply(channels), metric);
        assertThat(cost)
            .as("%s of %s, %d channels", metric, name, channels)
            .isGreaterThanOrEqualTo(before)
            .isLessThan(1e4);
        before = cost;
      }
    }
  }

  @Test
  void unalignedWidthsPayForWhatTheyWaste() {
    HardwareTarget chip = ShippedChips.find("generic-mobile-gpu");
    Map<String, IntFunction<Kernel>> kernels = new KernelForms(PrecisionTuple.FP32).all();
    try (PricingSession session = chip.open(context)) {
      IntFunction<Kernel> convolution = kernels.getOrDefault("convolution", c -> null);
      double aligned = cost(session, convolution.apply(64), "latency");
      assertThat(cost(session, convolution.apply(63), "latency"))
          .isCloseTo(aligned, org.assertj.core.data.Percentage.withPercentage(1e-6));
      assertThat(cost(session, convolution.apply(65), "latency")).isGreaterThan(aligned * 1.05);
    }
  }

  @Test
  void lowerPrecisionsCostLessEnergyAndConversionsCostSomething() {
    HardwareTarget chip = ShippedChips.find("snapdragon-8-gen-3");
    try (PricingSession session = chip.open(context)) {
      Kernel floats = convolution(PrecisionTuple.FP32);
      Kernel integers = convolution(PrecisionTuple.W8A8);
      assertThat(cost(session, integers, "energy")).isLessThan(cost(session, floats, "energy"));
      Kernel mixed =
          new Kernel(
              integers.nodes(),
              integers.inputs(),
              floats.outputs(),
              integers.weights(),
              integers.macs());
      assertThat(cost(session, mixed, "latency"))
          .as("a float output is dequantized")
          .isGreaterThan(cost(session, integers, "latency"));
    }
  }

  @Test
  void unsupportedOperatorsCostTheirFallback() {
    HardwareTarget chip = ShippedChips.find("snapdragon-8-gen-3");
    assertThat(chip.capabilities().unsupported()).contains("GRU");
    Map<String, IntFunction<Kernel>> kernels = new KernelForms(PrecisionTuple.FP32).all();
    try (PricingSession session = chip.open(context)) {
      Kernel gru = kernels.getOrDefault("GRU", c -> null).apply(64);
      Kernel relu = kernels.getOrDefault("Relu", c -> null).apply(64);
      assertThat(cost(session, gru, "latency")).isGreaterThan(10 * cost(session, relu, "latency"));
    }
  }

  @Test
  void chipsWithoutFloatLeaveItToTheirFallback() {
    HardwareTarget chip = ShippedChips.find("qcs6490");
    assertThat(chip.capabilities().precisionsOf("Conv")).doesNotContain(PrecisionTuple.FP16);
    assertThat(chip.fallback()).contains("CPU");
    try (PricingSession session = chip.open(context)) {
      assertThat(cost(session, convolution(PrecisionTuple.FP32), "latency"))
          .isGreaterThan(10 * cost(session, convolution(PrecisionTuple.W8A8), "latency"));
      assertThat(provenance(session, PrecisionTuple.FP32, "latency")).isEqualTo(Provenance.ASSUMED);
      assertThat(provenance(session, PrecisionTuple.W8A8, "latency"))
          .isEqualTo(Provenance.PREDICTED);
    }
  }

  @Test
  void errorsAreKnownOfCalibratedChipsAlone() {
    HardwareTarget chip = ShippedChips.find("snapdragon-8-gen-2");
    assertThat(chip.expectedError("fp32").orElseThrow()).isBetween(0.05, 0.2);
    assertThat(chip.expectedError("w8a8").orElseThrow()).isBetween(0.05, 0.3);
    assertThat(chip.expectedError("w4a8")).isEmpty();
    assertThat(ShippedChips.find("dimensity-9300").expectedError("fp32")).isEmpty();
  }

  @Test
  void provenanceFollowsTheDescription() {
    HardwareTarget chip = ShippedChips.find("snapdragon-8-gen-3");
    try (PricingSession session = chip.open(context)) {
      assertThat(provenance(session, PrecisionTuple.FP32, "latency"))
          .isEqualTo(Provenance.PREDICTED);
      assertThat(provenance(session, PrecisionTuple.W8A8, "latency"))
          .isEqualTo(Provenance.PREDICTED);
      assertThat(provenance(session, PrecisionTuple.W4A8, "latency"))
          .as("nobody measured it")
          .isEqualTo(Provenance.ASSUMED);
      assertThat(provenance(session, PrecisionTuple.FP32, "energy")).isEqualTo(Provenance.ASSUMED);
    }
    try (PricingSession session = ShippedChips.find("generic-mobile-cpu").open(context)) {
      assertThat(provenance(session, PrecisionTuple.FP32, "latency")).isEqualTo(Provenance.ASSUMED);
    }
  }

  private static Provenance provenance(
      PricingSession session, PrecisionTuple precision, String metric) {
    Quote quote = session.price(List.of(convolution(precision))).get(0);
    return Map.copyOf(((Quote.Priced) quote).provenances())
        .getOrDefault(metric, Provenance.ANALYTIC);
  }

  private static Kernel convolution(PrecisionTuple precision) {
    return new KernelForms(precision).all().getOrDefault("convolution", c -> null).apply(64);
  }

  /** A search asks for the price of every setting; that must not be what takes its time. */
  @Test
  @Tag("benchmark")
  void aHundredThousandPricesTakeLessThanASecond() {
    HardwareTarget chip = ShippedChips.find("snapdragon-8-gen-3");
    List<Kernel> kernels = new ArrayList<>();
    for (PrecisionTuple precision : PRECISIONS) {
      for (IntFunction<Kernel> kernel : new KernelForms(precision).all().values()) {
        for (int channels = 8; channels <= 512; channels += 8) {
          kernels.add(kernel.apply(channels));
        }
      }
    }
    try (PricingSession session = chip.open(context)) {
      session.price(kernels);
      long start = System.nanoTime();
      int priced = 0;
      while (priced < 100_000) {
        priced += session.price(kernels).size();
      }
      assertThat((System.nanoTime() - start) / 1e9).isLessThan(1);
    }
  }
}
