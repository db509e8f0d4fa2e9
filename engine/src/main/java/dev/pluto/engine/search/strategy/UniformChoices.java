package dev.pluto.engine.search.strategy;

import dev.pluto.engine.lagrangian.ChoiceProblem;
import dev.pluto.engine.lagrangian.Projection;
import dev.pluto.engine.search.BudgetProjection;
import dev.pluto.engine.structure.Effect;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Phase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The choices with one share of channels and one precision for the whole model. */
final class UniformChoices implements BudgetProjection {
  private final List<Decision> decisions;
  private final Map<String, Integer> sizes;

  /** Shares of channels, falling. */
  private final List<Double> shares;

  /** Labels of precisions, by falling bits. */
  private final List<String> precisions;

  UniformChoices(List<Decision> decisions, List<ChannelGroup> groups) {
    this.decisions = decisions;
    sizes = groups.stream().collect(Collectors.toMap(ChannelGroup::id, ChannelGroup::size));
    TreeSet<Double> all = new TreeSet<>(Comparator.reverseOrder());
    all.add(1.0);
    decisions.stream()
        .filter(d -> d.phase() == Phase.WIDTH)
        .forEach(
            d -> {
              for (int s = 1; s < d.settings().size(); s++) {
                all.add(share(d, s));
              }
            });
    shares = List.copyOf(all);
    precisions = labels(decisions);
  }

  /** All labels; one that stands behind another in some decision stands behind it here. */
  private static List<String> labels(List<Decision> decisions) {
    List<String> labels = new ArrayList<>();
    for (Decision decision : decisions) {
      if (decision.phase() == Phase.PRECISION) {
        int after = 0;
        for (String label : labelsOf(decision)) {
          int present = labels.indexOf(label);
          if (present < 0) {
            labels.add(after++, label);
          } else {
            after = present + 1;
          }
        }
      }
    }
    return labels.isEmpty() ? List.of("") : List.copyOf(labels);
  }

  private static List<String> labelsOf(Decision decision) {
    return decision.settings().stream().map(s -> s.label()).toList();
  }

  /** Share of the channels that a setting of a width decision keeps. */
  private double share(Decision decision, int setting) {
    return Effect.of(decision, setting).widths().entrySet().stream()
        .mapToDouble(e -> e.getValue() / (double) sizes.getOrDefault(e.getKey(), e.getValue()))
        .min()
        .orElse(1);
  }

  /**
   * {@inheritDoc} Where no uniform choice meets the budgets, the smallest one is repaired by single
   * changes.
   */
  @Override
  public Optional<int[]> project(ChoiceProblem problem, double[] multipliers, int[] from) {
    Optional<int[]> best =
        precisions.stream()
            .map(label -> widest(problem, label))
            .flatMap(Optional::stream)
            .min(Comparator.comparingDouble(problem::loss));
    return best.isPresent()
        ? best
        : new Projection(problem, multipliers).project(choice(shares.size() - 1, last()));
  }

  private String last() {
    return precisions.get(precisions.size() - 1);
  }

  /** The choice with the most channels that meets the budgets in a precision. */
  private Optional<int[]> widest(ChoiceProblem problem, String precision) {
    for (int share = 0; share < shares.size(); share++) {
      int[] choice = choice(share, precision);
      if (problem.violation(problem.costs(choice)) == 0) {
        return Optional.of(choice);
      }
    }
    return Optional.empty();
  }

  private int[] choice(int share, String precision) {
    int[] settings = new int[decisions.size()];
    for (int d = 0; d < settings.length; d++) {
      Decision decision = decisions.get(d);
      settings[d] =
          switch (decision.phase()) {
            case STRUCTURE -> 0;
            case WIDTH -> width(decision, shares.get(share));
            case PRECISION -> precision(decision, precision);
          };
    }
    return settings;
  }

  /** The widest setting that keeps no larger share; the narrowest if all do. */
  private int width(Decision decision, double share) {
    int setting = 0;
    while (setting + 1 < decision.settings().size() && share(decision, setting) > share) {
      setting++;
    }
    return setting;
  }

  /** The setting of a label; where the decision has none, its last one of more bits. */
  private int precision(Decision decision, String label) {
    List<String> own = labelsOf(decision);
    for (int position = precisions.indexOf(label); position >= 0; position--) {
      int setting = own.indexOf(precisions.get(position));
      if (setting >= 0) {
        return setting;
      }
    }
    return 0;
  }
}
