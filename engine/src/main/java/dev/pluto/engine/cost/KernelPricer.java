package dev.pluto.engine.cost;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.PricingSession;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.hardware.Quote;
import dev.pluto.spi.hardware.TensorForm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks a hardware target for prices and turns refusals into errors that name the kernel. */
public final class KernelPricer {
  private final String hardware;
  private final PricingSession session;
  private final Map<String, Provenance> weakest = new HashMap<>();

  /** A pricer for the target called {@code hardware}. */
  public KernelPricer(String hardware, PricingSession session) {
    this.hardware = hardware;
    this.session = session;
  }

  /**
   * The price of a kernel.
   *
   * @throws ProblemException if the target can't run or price it
   */
  public Quote.Priced price(Kernel kernel) {
    List<Quote> quotes = session.price(List.of(kernel));
    if (quotes.size() != 1) {
      throw new IllegalStateException(
          "hardware '%s' answered %d quotes for one kernel".formatted(hardware, quotes.size()));
    }
    Quote quote = quotes.get(0);
    if (quote instanceof Quote.Priced priced) {
      return noted(priced);
    }
    String reason =
        quote instanceof Quote.Unsupported unsupported
            ? "cannot run this: " + unsupported.reason()
            : "could not price this: " + ((Quote.Failed) quote).reason();
    throw new ProblemException(
        ProblemException.Kind.MODEL,
        new Problem(describe(kernel), "hardware '" + hardware + "' " + reason));
  }

  /** What an inference costs besides its kernels, by metric id; empty where that is nothing. */
  public Map<String, Double> perInference(List<TensorForm> inputs) {
    return session.perInference(inputs).map(this::noted).map(Quote.Priced::costs).orElse(Map.of());
  }

  /**
   * Where the sums of the prices so far come from: a sum of measured prices is a prediction, and
   * one assumed price makes an assumption of it.
   */
  public Provenance provenance(String metric) {
    return weakest.getOrDefault(metric, Provenance.PREDICTED);
  }

  private Quote.Priced noted(Quote.Priced priced) {
    priced
        .provenances()
        .forEach(
            (metric, provenance) -> {
              if (provenance == Provenance.ASSUMED) {
                weakest.put(metric, provenance);
              }
            });
    return priced;
  }

  private static String describe(Kernel kernel) {
    return kernel.nodes().isEmpty()
        ? "conversion of an input"
        : kernel.nodes().stream().map(Node::toString).collect(Collectors.joining(" + "));
  }
}
