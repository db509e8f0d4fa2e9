package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import java.util.Map;
import java.util.stream.Collectors;

/** A target's answer for one kernel. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public sealed interface Quote {
  /**
   * The kernel's cost.
   *
   * @param costs by metric id, in the metric's unit (latency in ms)
   * @param provenances where the numbers come from, by metric id
   */
  record Priced(Map<String, Double> costs, Map<String, Provenance> provenances) implements Quote {
    /** Copies the maps. */
    public Priced {
      costs = Map.copyOf(costs);
      provenances = Map.copyOf(provenances);
      if (!provenances.keySet().equals(costs.keySet())) {
        throw new IllegalArgumentException(
            "costs of %s, provenances of %s".formatted(costs.keySet(), provenances.keySet()));
      }
    }

    /** Costs that all come from one and the same source. */
    public Priced(Map<String, Double> costs, Provenance provenance) {
      this(
          costs,
          costs.keySet().stream().collect(Collectors.toMap(metric -> metric, m -> provenance)));
    }
  }

  /** The chip cannot run the kernel. */
  record Unsupported(String reason) implements Quote {}

  /** The attempt to price it failed; another attempt may succeed. */
  record Failed(String reason) implements Quote {}
}
