package dev.pluto.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.PricingContext;
import dev.pluto.spi.hardware.PricingSession;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.hardware.Quote;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class HardwareTargetContractTest {
  /** The reference chip with another price or partition. */
  private record Variant(ToDoubleFunction<Kernel> price, int lostNodes) implements HardwareTarget {
    @Override
    public String id() {
      return "variant";
    }

    @Override
    public String description() {
      return "a variant of the reference chip";
    }

    @Override
    public Capabilities capabilities() {
      return new ReferenceChip().capabilities();
    }

    @Override
    public Set<String> metrics() {
      return Set.of("latency");
    }

    @Override
    public String fingerprint() {
      return "variant-1";
    }

    @Override
    public List<List<Node>> partition(Graph graph) {
      List<List<Node>> kernels = new ReferenceChip().partition(graph);
      return kernels.subList(0, kernels.size() - lostNodes);
    }

    @Override
    public PricingSession open(PricingContext context) {
      return new PricingSession() {
        @Override
        public List<Quote> price(List<Kernel> batch) {
          return batch.stream()
              .<Quote>map(
                  k ->
                      new Quote.Priced(
                          Map.of("latency", price.applyAsDouble(k)), Provenance.PREDICTED))
              .toList();
        }

        @Override
        public void close() {}
      };
    }
  }

  private static List<String> brokenRules(HardwareTarget target) {
    return HardwareTargetContract.check(target, new FixedKernels()).stream()
        .map(Violation::rule)
        .distinct()
        .toList();
  }

  @Test
  void theReferenceChipKeepsTheContract() {
    assertThat(HardwareTargetContract.check(new ReferenceChip(), new FixedKernels())).isEmpty();
  }

  @Test
  void brokenPricesAreNamed() {
    assertThat(brokenRules(new Variant(k -> -1, 0)))
        .contains("prices are there for every metric of the target, finite and at least 0");
    assertThat(brokenRules(new Variant(k -> 1e3 / ReferenceChip.bytes(k), 0)))
        .containsExactly("more work never costs less");
    int[] calls = {0};
    assertThat(brokenRules(new Variant(k -> calls[0]++, 0)))
        .containsExactlyInAnyOrder(
            "equal kernels get equal quotes within a session",
            "every session gives the same quotes, on any thread");
    assertThat(brokenRules(new Variant(k -> 1e6, 0))).containsExactly("latency is in milliseconds");
  }

  @Test
  void lostNodesAreNamed() {
    assertThat(brokenRules(new Variant(k -> 1, 1)))
        .containsExactly("each node is in exactly one kernel");
  }
}
