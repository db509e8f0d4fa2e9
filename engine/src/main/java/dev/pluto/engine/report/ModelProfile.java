package dev.pluto.engine.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code profile} finds: the cost in total and per kernel. */
public record ModelProfile(
    String model,
    String hardware,
    String precision,
    Map<String, Report.Cost> cost,
    List<KernelCost> kernels,
    Map<String, List<Long>> inputShapes) {

  /**
   * A kernel with its nodes.
   *
   * @param note what to know about its price
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record KernelCost(
      List<String> nodes, String operator, Map<String, Report.Cost> cost, Optional<String> note) {}
}
