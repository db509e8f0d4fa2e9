package dev.pluto.plugins.nas;

import dev.pluto.spi.Option;
import dev.pluto.spi.Problem;
import java.util.ArrayList;
import java.util.List;

/** Options of the operator. */
public record NasOptions(
    @Option(
            description =
                "kinds of alternatives: kernel (its centre), separable (depthwise and pointwise),"
                    + " low-rank, grouped, activation, block (a residual block removed)",
            defaultValue = "[kernel, separable, low-rank, activation, block]")
        List<String> alternatives,
    @Option(
            description =
                "share of a layer's multiply-adds that its low-rank form takes, above 0 and below 1",
            defaultValue = "0.5")
        double rankShare,
    @Option(description = "groups of a grouped convolution, 2 or more", defaultValue = "2")
        int groups) {
  /** Copies the list. */
  public NasOptions {
    alternatives = List.copyOf(alternatives);
  }

  /** Whether alternatives of a kind are wanted. */
  boolean has(Kind kind) {
    return alternatives.contains(kind.label());
  }

  /** What is wrong with the values. */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    for (String name : alternatives) {
      if (Kind.all().stream().noneMatch(k -> k.label().equals(name))) {
        problems.add(
            new Problem(
                "operators.nas.alternatives",
                "there is no kind '" + name + "'",
                String.join(", ", Kind.all().stream().map(Kind::label).toList())));
      }
    }
    if (!(rankShare > 0 && rankShare < 1)) {
      problems.add(
          new Problem(
              "operators.nas.rankShare",
              "a share of " + rankShare + " is no smaller layer",
              "above 0 and below 1"));
    }
    if (groups < 2) {
      problems.add(
          new Problem("operators.nas.groups", groups + " groups divide nothing", "2 or more"));
    }
    return problems;
  }
}
