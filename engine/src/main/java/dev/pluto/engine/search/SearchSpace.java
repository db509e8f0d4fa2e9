package dev.pluto.engine.search;

import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.MaterializingEditor;
import dev.pluto.engine.structure.Structures;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.search.Contribution;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.LossTerm;
import dev.pluto.spi.search.Phase;
import dev.pluto.spi.search.Refusal;
import dev.pluto.spi.search.Restructuring;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All that the operators of a run contribute: decisions in the order in which they act, loss terms,
 * and the sites that each operator leaves alone.
 *
 * @param operators the operator that each decision comes from, in the order of the decisions
 * @param refusals by operator, in the order in which the operators were named
 * @param structures the structures among which structure decisions choose
 */
public record SearchSpace(
    List<Decision> decisions,
    List<String> operators,
    List<LossTerm> lossTerms,
    Map<String, List<Refusal>> refusals,
    Structures structures) {
  /** Copies the collections. */
  public SearchSpace {
    decisions = List.copyOf(decisions);
    operators = List.copyOf(operators);
    lossTerms = List.copyOf(lossTerms);
    refusals = Collections.unmodifiableMap(new LinkedHashMap<>(refusals));
  }

  private record Owned(String operator, Decision decision) {}

  /**
   * Joins contributions.
   *
   * @param graph the model with all alternatives
   * @param groups its channel groups
   * @param restructurings the alternatives by operator name
   * @param contributions by operator name, in the order in which the operators were named
   * @throws ProblemException if nothing can be decided: the reasons, site by site
   */
  public static SearchSpace of(
      Graph graph,
      List<ChannelGroup> groups,
      Map<String, Restructuring> restructurings,
      Map<String, Contribution> contributions) {
    List<Owned> owned = new ArrayList<>();
    List<LossTerm> terms = new ArrayList<>();
    Map<String, List<Refusal>> refusals = new LinkedHashMap<>();
    restructurings.forEach(
        (operator, restructuring) -> {
          restructuring.decisions().forEach(d -> owned.add(new Owned(operator, d)));
          refusals.put(operator, restructuring.refusals());
        });
    contributions.forEach(
        (operator, contribution) -> {
          for (Decision decision : contribution.decisions()) {
            requireSettledStructure(operator, decision);
            owned.add(new Owned(operator, decision));
          }
          terms.addAll(contribution.lossTerms());
          refusals.merge(operator, contribution.refusals(), SearchSpace::joined);
        });
    check(owned);
    if (owned.isEmpty()) {
      throw nothingToCompress(refusals);
    }
    owned.sort(Comparator.comparing(o -> o.decision().phase()));
    List<Decision> decisions = owned.stream().map(Owned::decision).toList();
    return new SearchSpace(
        decisions,
        owned.stream().map(Owned::operator).toList(),
        terms,
        refusals,
        new Structures(graph, groups, decisions));
  }

  private static List<Refusal> joined(List<Refusal> first, List<Refusal> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** The graph with a candidate's settings, before anything is learned: no scales, any channels. */
  public Graph candidate(ChannelFacts facts, int[] settings) {
    MaterializingEditor editor = new MaterializingEditor(structures.graph(), facts);
    inForce(settings).forEach(d -> decisions.get(d).apply(settings[d], editor));
    return editor.result();
  }

  /** The decisions that act on something that a candidate has. */
  public IntStream inForce(int[] settings) {
    return structures.of(settings).active().stream();
  }

  /** Labels of a candidate's settings, by decision id. */
  public String label(int decision, int setting) {
    return decisions.get(decision).settings().get(setting).label();
  }

  private static void requireSettledStructure(String operator, Decision decision) {
    if (decision.phase() == Phase.STRUCTURE) {
      throw new IllegalStateException(
          "decision '%s' of operator '%s' changes the structure: it has to be proposed before others"
              .formatted(decision.id(), operator));
    }
  }

  private static void check(List<Owned> owned) {
    Map<String, String> owners = new HashMap<>();
    for (Owned o : owned) {
      String other = owners.put(o.decision().id(), o.operator());
      if (other != null) {
        throw new IllegalStateException(
            "operators '%s' and '%s' both call a decision '%s'"
                .formatted(other, o.operator(), o.decision().id()));
      }
      if (o.decision().settings().size() < 2) {
        throw new IllegalStateException(
            "decision '%s' of operator '%s' leaves nothing to decide"
                .formatted(o.decision().id(), o.operator()));
      }
    }
  }

  private static ProblemException nothingToCompress(Map<String, List<Refusal>> refusals) {
    List<Problem> problems = new ArrayList<>();
    problems.add(new Problem("model", "nothing in it can be compressed"));
    refusals.forEach(
        (operator, sites) ->
            sites.forEach(r -> problems.add(new Problem(operator + "/" + r.site(), r.reason()))));
    return new ProblemException(ProblemException.Kind.MODEL, problems);
  }
}
