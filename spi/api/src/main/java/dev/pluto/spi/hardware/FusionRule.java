package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import java.util.List;
import java.util.Set;

/**
 * A chain of nodes that runs as one kernel. Each node reads the output of the node before it; what
 * the chain computes on the way is read by nodes of the chain alone, any of them: {@code Sigmoid,
 * Mul} is x · sigmoid(x), too.
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
