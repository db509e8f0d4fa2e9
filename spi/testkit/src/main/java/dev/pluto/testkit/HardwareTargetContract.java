package dev.pluto.testkit;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.hardware.PricingSession;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.hardware.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the engine relies on in a hardware target. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class HardwareTargetContract {
  private static final int NARROW = 8;
  private static final int WIDE = 64;

  /** How much less a measured price of 50 times the work may be because the machine is busy. */
  private static final double MEASURING_NOISE = 0.5;

  private final HardwareTarget target;
  private final TestHost host;
  private final Findings findings = new Findings();

  private HardwareTargetContract(HardwareTarget target, TestHost host) {
    this.target = target;
    this.host = host;
  }

  /** The rules that a target breaks on reference networks of two widths. */
  public static List<Violation> check(HardwareTarget target, TestHost host) {
    HardwareTargetContract contract = new HardwareTargetContract(target, host);
    contract.checkFacts();
    contract.checkPartition(new ReferenceNetwork(NARROW).graph());
    contract.checkPrices();
    return contract.findings.violations();
  }

  private void checkFacts() {
    findings.require(
        target.id().matches("[a-z0-9][a-z0-9-]*"),
        "ids are lower-case words joined by hyphens",
        "'" + target.id() + "'");
    findings.require(
        !target.description().isBlank(), "a target describes itself in a line", target.id());
    findings.require(
        !target.fingerprint().isBlank() && target.fingerprint().equals(target.fingerprint()),
        "the fingerprint is the same at every call",
        target.id());
    target
        .capabilities()
        .precisions()
        .forEach(
            (operator, tuples) ->
                findings.require(
                    tuples.contains(PrecisionTuple.FP32),
                    "every operator that is not unsupported runs in fp32",
                    operator + ": " + tuples));
  }

  private void checkPartition(Graph graph) {
    List<Node> nodes = target.partition(graph).stream().flatMap(List::stream).toList();
    findings.require(
        nodes.size() == graph.nodes().size() && nodes.containsAll(graph.nodes()),
        "each node is in exactly one kernel",
        nodes.stream().map(Node::name).toList().toString());
    List<List<Node>> kernels = target.partition(graph);
    for (List<Node> kernel : kernels) {
      List<Integer> places = kernel.stream().map(graph.nodes()::indexOf).toList();
      findings.require(
          places.equals(places.stream().sorted().toList()),
          "nodes of a kernel are in execution order",
          kernel.toString());
    }
    List<Integer> ends =
        kernels.stream().map(k -> graph.nodes().indexOf(k.get(k.size() - 1))).toList();
    findings.require(
        ends.equals(ends.stream().sorted().toList()),
        "kernels are in execution order",
        kernels.toString());
  }

  private void checkPrices() {
    List<Kernel> narrow = kernels(NARROW);
    List<Kernel> wide = kernels(WIDE);
    try (PricingSession session = target.open(host.pricingContext())) {
      List<Quote> quotes = session.price(Stream.of(narrow, wide).flatMap(List::stream).toList());
      findings.require(
          quotes.size() == narrow.size() + wide.size(),
          "there is one quote per kernel",
          quotes.size() + " quotes");
      findings.require(
          session.price(narrow).equals(quotes.subList(0, narrow.size())),
          "equal kernels get equal quotes within a session",
          target.id());
      for (String metric : target.metrics()) {
        checkMetric(
            metric, quotes.subList(0, narrow.size()), quotes.subList(narrow.size(), quotes.size()));
      }
    }
  }

  private List<Kernel> kernels(int width) {
    ReferenceNetwork network = new ReferenceNetwork(width);
    return host.kernels(network.graph(), network.inputShapes(), target);
  }

  private void checkMetric(String metric, List<Quote> narrow, List<Quote> wide) {
    List<Double> small = costs(metric, narrow);
    List<Double> large = costs(metric, wide);
    boolean measured =
        Stream.of(narrow, wide)
            .flatMap(List::stream)
            .anyMatch(q -> q instanceof Quote.Priced p && p.provenance() == Provenance.MEASURED);
    double tolerance = measured ? MEASURING_NOISE : 1;
    double less = small.stream().mapToDouble(Double::doubleValue).sum();
    double more = large.stream().mapToDouble(Double::doubleValue).sum();
    findings.require(
        more >= less * tolerance,
        "more work never costs less",
        "%s of the wide network is %g, of the narrow one %g".formatted(metric, more, less));
  }

  private List<Double> costs(String metric, List<Quote> quotes) {
    List<Double> costs = new ArrayList<>();
    for (Quote quote : quotes) {
      if (quote instanceof Quote.Priced priced) {
        Map<String, Double> all = priced.costs();
        double cost = all.getOrDefault(metric, Double.NaN);
        findings.require(
            cost >= 0 && Double.isFinite(cost),
            "prices are there for every metric of the target, finite and at least 0",
            metric + ": " + priced);
        costs.add(cost);
      } else {
        findings.require(
            quote instanceof Quote.Unsupported,
            "the kernels of the reference network can be priced",
            quote.toString());
      }
    }
    return costs;
  }
}
