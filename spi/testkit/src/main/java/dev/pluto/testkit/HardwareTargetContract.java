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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the engine relies on in a hardware target. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class HardwareTargetContract {
  private static final int NARROW = 8;
  private static final int WIDE = 64;
  private static final int[] WIDTHS = {8, 12, 16, 24, 32, 48, 64};
  private static final double LONGEST_MILLISECONDS = 1e5;

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
      quotes.forEach(this::checkQuote);
      session.perInference(narrow.get(0).inputs()).ifPresent(this::checkQuote);
      checkUnsupported(session, narrow.get(0));
      if (quotes.stream().noneMatch(HardwareTargetContract::isMeasured)) {
        checkDeterminism(narrow, quotes.subList(0, narrow.size()));
        checkWidths(session);
      }
    }
  }

  private static boolean isMeasured(Quote quote) {
    return quote instanceof Quote.Priced priced
        && priced.provenances().containsValue(Provenance.MEASURED);
  }

  private void checkQuote(Quote quote) {
    if (quote instanceof Quote.Priced priced) {
      findings.require(
          target.metrics().containsAll(priced.costs().keySet()),
          "a target prices the metrics that it names",
          target.metrics() + ": " + priced);
      findings.require(
          !priced.provenances().containsValue(Provenance.ANALYTIC),
          "prices are measured, predicted or assumed",
          priced.toString());
      Map<String, Double> costs = priced.costs();
      findings.require(
          costs.getOrDefault("latency", 0.0) < LONGEST_MILLISECONDS,
          "latency is in milliseconds",
          priced.toString());
    }
  }

  /** Operators that the chip does not run are refused with a reason, or priced as a fallback. */
  private void checkUnsupported(PricingSession session, Kernel like) {
    for (String operator : target.capabilities().unsupported()) {
      Node node = like.nodes().get(0);
      Node other =
          new Node(node.name(), node.domain(), operator, node.inputs(), node.outputs(), Map.of());
      Kernel kernel = new Kernel(List.of(other), like.inputs(), like.outputs(), like.weights(), 0);
      Quote quote = session.price(List.of(kernel)).get(0);
      boolean fair =
          quote instanceof Quote.Unsupported unsupported
              ? !unsupported.reason().isBlank()
              : quote instanceof Quote.Priced priced
                  && priced.costs().values().stream().allMatch(cost -> cost > 0);
      findings.require(
          fair,
          "operators that the chip does not run are refused with a reason or cost something",
          operator + ": " + quote);
    }
  }

  /** Sessions on several threads at once give the prices that this one gave. */
  private void checkDeterminism(List<Kernel> kernels, List<Quote> quotes) {
    List<List<Quote>> answers =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(
                i -> {
                  try (PricingSession session = target.open(host.pricingContext())) {
                    return session.price(kernels);
                  }
                })
            .toList();
    findings.require(
        answers.stream().allMatch(quotes::equals),
        "every session gives the same quotes, on any thread",
        target.id());
  }

  private void checkWidths(PricingSession session) {
    for (String metric : target.metrics()) {
      double before = 0;
      for (int width : WIDTHS) {
        double now = 0;
        for (Quote quote : session.price(kernels(width))) {
          now +=
              quote instanceof Quote.Priced priced
                  ? Map.copyOf(priced.costs()).getOrDefault(metric, 0.0)
                  : 0;
        }
        findings.require(
            now >= before,
            "more work never costs less",
            "%s of width %d is %g, of the width before %g".formatted(metric, width, now, before));
        before = now;
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
        Stream.of(narrow, wide).flatMap(List::stream).anyMatch(HardwareTargetContract::isMeasured);
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
