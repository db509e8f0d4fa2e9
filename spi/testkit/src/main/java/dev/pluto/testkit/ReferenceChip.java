package dev.pluto.testkit;

import dev.pluto.spi.Api;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.hardware.FusionRule;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.hardware.PricingContext;
import dev.pluto.spi.hardware.PricingSession;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.hardware.Quote;
import dev.pluto.spi.hardware.TensorForm;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An imaginary chip whose latency is the time to move every operand once, at 10^9 bytes per second.
 * It runs the weighted operators in w8a8 and w4a8.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class ReferenceChip implements HardwareTarget {
  private static final double BYTES_PER_MILLISECOND = 1e6;

  @Override
  public String id() {
    return "reference";
  }

  @Override
  public String description() {
    return "an imaginary chip that takes the time to move every operand once";
  }

  @Override
  public Capabilities capabilities() {
    List<PrecisionTuple> precisions =
        List.of(PrecisionTuple.FP32, PrecisionTuple.W8A8, PrecisionTuple.W4A8);
    return new Capabilities(
        Map.of("Conv", precisions, "Gemm", precisions, "MatMul", precisions),
        1,
        List.of(new FusionRule(List.of(Set.of("Conv", "Add"), Set.of("Relu")))),
        Set.of());
  }

  @Override
  public Set<String> metrics() {
    return Set.of("latency");
  }

  @Override
  public String fingerprint() {
    return "reference-1";
  }

  @Override
  public PricingSession open(PricingContext context) {
    return new PricingSession() {
      @Override
      public List<Quote> price(List<Kernel> batch) {
        return batch.stream().map(ReferenceChip::quote).toList();
      }

      @Override
      public void close() {}
    };
  }

  private static Quote quote(Kernel kernel) {
    return new Quote.Priced(
        Map.of("latency", bytes(kernel) / BYTES_PER_MILLISECOND), Provenance.ASSUMED);
  }

  /** Bytes of all that a kernel reads and writes. */
  static double bytes(Kernel kernel) {
    return Stream.of(kernel.inputs(), kernel.outputs(), kernel.weights())
        .flatMap(List::stream)
        .mapToDouble(TensorForm::bytes)
        .sum();
  }
}
