package dev.pluto.engine.search;

import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.MaterializingEditor;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.search.Contribution;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.LossTerm;
import dev.pluto.spi.search.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that the operators of a run contribute: decisions in the order in which they act, loss terms,
 * and the sites that each operator leaves alone.
 *
 * @param operators the operator that each decision comes from, in the order of the decisions
 * @param refusals by operator, in the order in which the operators were named
 */
public record SearchSpace(
    List<Decision> decisions,
    List<String> operators,
    List<LossTerm> lossTerms,
    Map<String, List<Refusal>> refusals) {
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
   * @param contributions by operator name, in the order in which the operators were named
   * @throws ProblemException if nothing can be decided: the reasons, site by site
   */
  public static SearchSpace of(Map<String, Contribution> contributions) {
    List<Owned> owned = new ArrayList<>();
    List<LossTerm> terms = new ArrayList<>();
    Map<String, List<Refusal>> refusals = new LinkedHashMap<>();
    contributions.forEach(
        (operator, contribution) -> {
          contribution.decisions().forEach(d -> owned.add(new Owned(operator, d)));
          terms.addAll(contribution.lossTerms());
          refusals.put(operator, contribution.refusals());
        });
    check(owned);
    if (owned.isEmpty()) {
      throw nothingToCompress(refusals);
    }
    owned.sort(Comparator.comparing(o -> o.decision().phase()));
    return new SearchSpace(
        owned.stream().map(Owned::decision).toList(),
        owned.stream().map(Owned::operator).toList(),
        terms,
        refusals);
  }

  /** The graph with a candidate's settings, before anything is learned: no scales, any channels. */
  public Graph candidate(Graph graph, ChannelFacts facts, int[] settings) {
    MaterializingEditor editor = new MaterializingEditor(graph, facts);
    for (int d = 0; d < settings.length; d++) {
      decisions.get(d).apply(settings[d], editor);
    }
    return editor.result();
  }

  /** Labels of a candidate's settings, by decision id. */
  public String label(int decision, int setting) {
    return decisions.get(decision).settings().get(setting).label();
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
