package dev.pluto.testkit;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.search.Contribution;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.LossTerm;
import dev.pluto.spi.search.Refusal;
import dev.pluto.spi.search.SearchOperator;
import dev.pluto.spi.search.Setting;
import java.util.List;

/** What the engine relies on in a search operator. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class SearchOperatorContract {
  private static final int WIDTH = 8;
  private static final double TOLERANCE = 1e-9;

  private final ReferenceNetwork network = new ReferenceNetwork(WIDTH);
  private final Graph graph = network.graph();
  private final ReferenceChip chip = new ReferenceChip();
  private final TestHost host;
  private final Findings findings = new Findings();

  private SearchOperatorContract(TestHost host) {
    this.host = host;
  }

  /** The rules that an operator with these options breaks on the reference network and chip. */
  public static <O extends Record> List<Violation> check(
      SearchOperator<O> operator, O options, TestHost host) {
    SearchOperatorContract contract = new SearchOperatorContract(host);
    contract.checkOperator(operator, options);
    return contract.findings.violations();
  }

  private <O extends Record> void checkOperator(SearchOperator<O> operator, O options) {
    findings.requireDescribed(operator.name(), operator.description(), operator.options());
    Contribution contribution = contribute(operator, options);
    List<String> ids = contribution.decisions().stream().map(Decision::id).toList();
    findings.requireUnique(ids, "ids of decisions are unique", operator.name());
    findings.require(
        ids.equals(contribute(operator, options).decisions().stream().map(Decision::id).toList()),
        "decisions and their ids are the same at every call",
        operator.name());
    for (Refusal refusal : contribution.refusals()) {
      findings.require(
          !refusal.site().isBlank() && !refusal.reason().isBlank(),
          "a refusal names the site and the reason",
          refusal.toString());
    }
    for (LossTerm term : contribution.lossTerms()) {
      findings.require(
          term.weight() >= 0 && Double.isFinite(term.weight()),
          "weights of loss terms are at least 0",
          term.name() + ": " + term.weight());
    }
    for (Decision decision : contribution.decisions()) {
      checkSettings(decision);
      checkCost(decision);
      RelaxationContract relaxation = new RelaxationContract(host, network, findings);
      host.train(graph, context -> relaxation.check(decision, context));
      for (int i = 0; i < decision.settings().size(); i++) {
        int setting = i;
        host.train(
            edited(decision, setting),
            context -> relaxation.checkFrozen(decision, setting, context));
      }
    }
  }

  private <O extends Record> Contribution contribute(SearchOperator<O> operator, O options) {
    return operator.contribute(
        host.searchContext(graph, network.inputShapes(), chip.capabilities()), options);
  }

  private void checkSettings(Decision decision) {
    List<String> labels = decision.settings().stream().map(Setting::label).toList();
    findings.require(
        labels.size() >= 2, "a decision has at least two settings", decision.id() + ": " + labels);
    findings.requireUnique(labels, "labels of settings are unique", decision.id());
    Graph unchanged = edited(decision, 0);
    findings.require(
        unchanged.nodes().equals(graph.nodes())
            && unchanged.initializers().equals(graph.initializers())
            && unchanged.quantizations().equals(graph.quantizations()),
        "the first setting leaves the model as it is",
        decision.id());
  }

  private void checkCost(Decision decision) {
    double before = Double.POSITIVE_INFINITY;
    for (int setting = 0; setting < decision.settings().size(); setting++) {
      double bytes =
          host.kernels(edited(decision, setting), network.inputShapes(), chip).stream()
              .filter(kernel -> !kernel.nodes().isEmpty())
              .mapToDouble(ReferenceChip::bytes)
              .sum();
      findings.require(
          bytes <= before * (1 + TOLERANCE),
          "cost never rises along the settings",
          "%s, %s: %.0f bytes after %.0f"
              .formatted(decision.id(), decision.settings().get(setting).label(), bytes, before));
      before = bytes;
    }
  }

  private Graph edited(Decision decision, int setting) {
    return host.edit(graph, network.inputShapes(), editor -> decision.apply(setting, editor));
  }
}
