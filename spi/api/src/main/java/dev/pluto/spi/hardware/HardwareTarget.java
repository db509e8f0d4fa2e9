package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import java.util.List;
import java.util.Set;

/** One chip, or this host. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface HardwareTarget {
  /** Identifier used in recipes, such as "snapdragon-8-gen-3". */
  String id();

  /** One line for listings. */
  String description();

  /** What the chip can run. */
  Capabilities capabilities();

  /** Metric ids that this target prices itself, such as "latency". */
  Set<String> metrics();

  /** What prices rest on, for people to look at. */
  default List<TargetFact> facts() {
    return List.of();
  }

  /**
   * Identifies backend, compiler, chip description and, for a measured target, the machine: prices
   * are reused only under the same fingerprint.
   */
  String fingerprint();

  /**
   * Splits a graph into kernels. Each node appears in exactly one kernel; kernels and their nodes
   * are in execution order.
   */
  default List<List<Node>> partition(Graph graph) {
    return Fusion.byRules(graph, capabilities().fusions());
  }

  /**
   * Opens a session to price kernels.
   *
   * @throws dev.pluto.spi.ProblemException if the chip cannot be reached
   */
  PricingSession open(PricingContext context);
}
