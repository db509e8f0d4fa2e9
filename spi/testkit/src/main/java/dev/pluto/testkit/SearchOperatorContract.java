package dev.pluto.testkit;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.search.Contribution;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.LossTerm;
import dev.pluto.spi.search.Phase;
import dev.pluto.spi.search.Refusal;
import dev.pluto.spi.search.Restructuring;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.spi.search.SearchOperator;
import dev.pluto.spi.search.Setting;
import java.util.ArrayList;
import java.util.List;

/** What the engine relies on in a search operator. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class SearchOperatorContract {
  private static final int WIDTH = 8;
  private static final double TOLERANCE = 1e-9;

  private final ReferenceNetwork network = new ReferenceNetwork(WIDTH);
  private final Graph given = network.graph();
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
    Restructuring restructuring = operator.restructure(context(given), options);
    Graph graph = host.withAlternatives(given, restructuring.decisions());
    Contribution contribution = operator.contribute(context(graph), options);
    List<Decision> decisions = new ArrayList<>(restructuring.decisions());
    decisions.addAll(contribution.decisions());
    checkNames(operator, options, graph, decisions);
    List<Refusal> refusals = new ArrayList<>(restructuring.refusals());
    refusals.addAll(contribution.refusals());
    for (Refusal refusal : refusals) {
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
    for (int d = 0; d < decisions.size(); d++) {
      check(graph, decisions, d);
    }
  }

  private <O extends Record> void checkNames(
      SearchOperator<O> operator, O options, Graph graph, List<Decision> decisions) {
    List<String> ids = decisions.stream().map(Decision::id).toList();
    findings.requireUnique(ids, "ids of decisions are unique", operator.name());
    List<Decision> again =
        new ArrayList<>(operator.restructure(context(given), options).decisions());
    again.addAll(operator.contribute(context(graph), options).decisions());
    findings.require(
        ids.equals(again.stream().map(Decision::id).toList()),
        "decisions and their ids are the same at every call",
        operator.name());
  }

  private SearchContext context(Graph graph) {
    return host.searchContext(graph, network.inputShapes(), chip.capabilities());
  }

  private void check(Graph graph, List<Decision> decisions, int place) {
    Decision decision = decisions.get(place);
    int[] base = host.showing(graph, network.inputShapes(), decisions, place);
    List<Graph> edited = new ArrayList<>();
    for (int setting = 0; setting < decision.settings().size(); setting++) {
      int[] settings = base.clone();
      settings[place] = setting;
      edited.add(edited(graph, decisions, settings, place));
      checkPrice(graph, decisions, settings, edited.get(setting), label(decision, setting));
    }
    checkSettings(decision, graph, decisions, place);
    if (decision.phase() != Phase.STRUCTURE) {
      checkCost(decision, edited);
    }
    RelaxationContract relaxation = new RelaxationContract(host, network, findings);
    host.train(graph, context -> relaxation.check(decision, context));
    for (int i = 0; i < edited.size(); i++) {
      int setting = i;
      host.train(
          edited.get(setting), context -> relaxation.checkFrozen(decision, setting, context));
    }
  }

  private void checkSettings(Decision decision, Graph graph, List<Decision> decisions, int place) {
    List<String> labels = decision.settings().stream().map(Setting::label).toList();
    findings.require(
        labels.size() >= 2, "a decision has at least two settings", decision.id() + ": " + labels);
    findings.requireUnique(labels, "labels of settings are unique", decision.id());
    Graph unchanged = host.edit(graph, network.inputShapes(), e -> decision.apply(0, e));
    findings.require(
        unchanged.nodes().equals(given.nodes())
            && unchanged.initializers().equals(given.initializers())
            && unchanged.quantizations().equals(given.quantizations()),
        "the first setting leaves the model as it is",
        decisions.get(place).id());
  }

  private void checkCost(Decision decision, List<Graph> edited) {
    double before = Double.POSITIVE_INFINITY;
    for (int setting = 0; setting < edited.size(); setting++) {
      double bytes =
          host.kernels(edited.get(setting), network.inputShapes(), chip).stream()
              .filter(kernel -> !kernel.nodes().isEmpty())
              .mapToDouble(ReferenceChip::bytes)
              .sum();
      findings.require(
          bytes <= before * (1 + TOLERANCE),
          "cost never rises along the settings",
          "%s: %.0f bytes after %.0f".formatted(label(decision, setting), bytes, before));
      before = bytes;
    }
  }

  /** The same edit prices a candidate and makes it. */
  private void checkPrice(
      Graph graph, List<Decision> decisions, int[] settings, Graph edited, String label) {
    List<Double> priced =
        bytes(host.kernels(graph, network.inputShapes(), decisions, settings, chip));
    List<Double> made = bytes(host.kernels(edited, network.inputShapes(), chip));
    findings.require(
        priced.equals(made),
        "a setting costs what the graph costs that it makes",
        "%s: kernels of %s bytes, made %s".formatted(label, priced, made));
  }

  private static List<Double> bytes(List<Kernel> kernels) {
    return kernels.stream().map(ReferenceChip::bytes).toList();
  }

  private static String label(Decision decision, int setting) {
    return decision.id() + ", " + decision.settings().get(setting).label();
  }

  /** The graph with a candidate's edits, that of the decision in question in any case. */
  private Graph edited(Graph graph, List<Decision> decisions, int[] settings, int place) {
    return host.edit(
        graph,
        network.inputShapes(),
        editor -> {
          for (int d = 0; d < settings.length; d++) {
            if (d == place || settings[d] > 0) {
              decisions.get(d).apply(settings[d], editor);
            }
          }
        });
  }
}
