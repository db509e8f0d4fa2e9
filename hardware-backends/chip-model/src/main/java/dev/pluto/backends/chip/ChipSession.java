package dev.pluto.backends.chip;

import dev.pluto.backends.chip.description.ChipDescription;
import dev.pluto.backends.chip.prediction.Predictor;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.PricingSession;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.hardware.Quote;
import dev.pluto.spi.hardware.TensorForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Quotes what the predictor says; works without files and without state. */
record ChipSession(ChipDescription chip, Predictor predictor) implements PricingSession {
  private static final double MILLISECONDS = 1e3;

  @Override
  public List<Quote> price(List<Kernel> batch) {
    List<Quote> quotes = new ArrayList<>(batch.size());
    for (Kernel kernel : batch) {
      Optional<Predictor.Estimate> estimate = predictor.estimate(kernel);
      quotes.add(estimate.isPresent() ? quote(estimate.get()) : unsupported(kernel));
    }
    return quotes;
  }

  private Quote.Priced quote(Predictor.Estimate estimate) {
    double latency = estimate.seconds() * MILLISECONDS;
    Map<String, Double> costs =
        chip.energy().isPresent()
            ? Map.of("latency", latency, "energy", estimate.joules())
            : Map.of("latency", latency);
    Map<String, Provenance> provenances =
        chip.energy().isPresent()
            ? Map.of("latency", estimate.time(), "energy", estimate.energy())
            : Map.of("latency", estimate.time());
    return new Quote.Priced(costs, provenances);
  }

  private Quote unsupported(Kernel kernel) {
    return new Quote.Unsupported(
        "its description lists among the unsupported operators: "
            + kernel.nodes().stream()
                .filter(n -> !n.domain().isEmpty() || chip.unsupported().contains(n.opType()))
                .map(Node::opType)
                .distinct()
                .collect(Collectors.joining(", "))
            + "; and it names no fallback");
  }

  @Override
  public Optional<Quote.Priced> perInference(List<TensorForm> inputs) {
    return Optional.of(quote(predictor.perInference(inputs)));
  }

  @Override
  public void close() {}
}
