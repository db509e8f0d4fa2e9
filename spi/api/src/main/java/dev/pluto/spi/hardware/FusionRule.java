package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import java.util.List;
import java.util.Set;

/**
 * A chain of nodes that runs as one kernel: each output goes to the next node alone.
 *
 * @param chain for each place of the chain the operator names that fit
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record FusionRule(List<Set<String>> chain) {
  /** Copies the chain. */
  public FusionRule {
    chain = chain.stream().<Set<String>>map(Set::copyOf).toList();
    if (chain.size() < 2) {
      throw new IllegalArgumentException("a fusion rule joins at least two operators");
    }
  }
}
