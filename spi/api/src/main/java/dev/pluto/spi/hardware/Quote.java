package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import java.util.Map;

/** A target's answer for one kernel. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public sealed interface Quote {
  /**
   * The kernel's cost.
   *
   * @param costs by metric id, in the metric's unit (latency in ms)
   * @param provenance where the numbers come from
   */
  record Priced(Map<String, Double> costs, Provenance provenance) implements Quote {
    /** Copies the costs. */
    public Priced {
      costs = Map.copyOf(costs);
    }
  }

  /** The chip cannot run the kernel. */
  record Unsupported(String reason) implements Quote {}

  /** The attempt to price it failed; another attempt may succeed. */
  record Failed(String reason) implements Quote {}
}
