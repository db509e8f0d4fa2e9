package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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
   * What runs the operators that the chip does not run, such as "CPU"; empty if nothing does or all
   * are run.
   */
  default Optional<String> fallback() {
    return Optional.empty();
  }

  /**
   * Mean relative error of predicted latencies of whole models, such as 0.12 for 12 %, as far as
   * somebody has compared them with measurements of models that the predictions did not know.
   *
   * @param precision name of the precision in which the model runs: "fp32" for the file as it is
   */
  default OptionalDouble expectedError(String precision) {
    return OptionalDouble.empty();
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
