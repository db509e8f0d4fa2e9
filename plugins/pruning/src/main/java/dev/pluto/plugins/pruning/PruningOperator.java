package dev.pluto.plugins.pruning;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.search.Contribution;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Refusal;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.spi.search.SearchOperator;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.Extension;

/** Removes channels: proposes one width per channel group. */
@Extension
public final class PruningOperator implements SearchOperator<PruningOptions> {
  static final String NAME = "pruning";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "removes channels, one width per group of layers that share them";
  }

  @Override
  public Class<PruningOptions> options() {
    return PruningOptions.class;
  }

  @Override
  public Contribution contribute(SearchContext context, PruningOptions options) {
    List<Problem> problems = options.problems();
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    List<Decision> decisions = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>(context.fixedChannels());
    for (ChannelGroup group : context.channelGroups()) {
      WidthGrid grid =
          WidthGrid.of(
              group.size(),
              options.minimumShare(),
              options.fixedStep(),
              context.capabilities().channelAlignment());
      if (group.slots().stream().noneMatch(s -> s.kind() == ChannelGroup.Slot.Kind.CONTRACTS)) {
        refusals.add(
            new Refusal(group.id(), "no weight sums over its channels, so none can be masked"));
      } else if (grid.settings() < 2) {
        refusals.add(
            new Refusal(
                group.id(),
                "with %d channels and a minimum share of %s there is no smaller width"
                    .formatted(group.size(), options.minimumShare())));
      } else {
        decisions.add(new WidthDecision(group, grid));
      }
    }
    return new Contribution(decisions, List.of(), refusals);
  }
}
