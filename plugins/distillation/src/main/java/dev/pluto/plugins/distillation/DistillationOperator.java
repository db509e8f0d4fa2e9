package dev.pluto.plugins.distillation;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.search.Contribution;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.spi.search.SearchOperator;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.Extension;

/** Trains towards the outputs of the original model; decides nothing itself. */
@Extension
public final class DistillationOperator implements SearchOperator<DistillationOptions> {
  static final String NAME = "distillation";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "adds a loss that compares outputs and feature maps with those of the original model";
  }

  @Override
  public Class<DistillationOptions> options() {
    return DistillationOptions.class;
  }

  @Override
  public Contribution contribute(SearchContext context, DistillationOptions options) {
    List<Problem> problems = new ArrayList<>();
    requirePositive(problems, "weight", options.weight());
    requirePositive(problems, "temperature", options.temperature());
    if (!(options.features() >= 0 && Double.isFinite(options.features()))) {
      problems.add(
          new Problem(
              "operators.distillation.features",
              options.features() + " is not possible",
              "0 or above"));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    DistillationLoss loss =
        new DistillationLoss(
            options.weight(),
            context.outputs().stream()
                .map(meaning -> OutputComparison.of(meaning, options.temperature()))
                .toList(),
            options.features(),
            options.features() > 0
                ? Bottlenecks.of(context.graph(), context.types(), context.channelGroups())
                : List.of());
    return new Contribution(List.of(), List.of(loss), List.of());
  }

  private static void requirePositive(List<Problem> problems, String option, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      problems.add(
          new Problem("operators.distillation." + option, value + " is not possible", "above 0"));
    }
  }
}
