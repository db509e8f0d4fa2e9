package dev.pluto.spi.search;

import dev.pluto.spi.Api;
import java.util.List;

/** What a search operator adds to the optimization. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Contribution(
    List<Decision> decisions, List<LossTerm> lossTerms, List<Refusal> refusals) {
  /** Copies the lists. */
  public Contribution {
    decisions = List.copyOf(decisions);
    lossTerms = List.copyOf(lossTerms);
    refusals = List.copyOf(refusals);
  }
}
