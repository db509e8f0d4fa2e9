package dev.pluto.engine.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code profile} finds: the cost in total and per kernel.
 *
 * @param expectedError mean relative error of latencies that are predicted like this one, 0.12 for
 *     12 %; absent where nobody knows
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ModelProfile(
    String model,
    String hardware,
    String precision,
    Map<String, Report.Cost> cost,
    List<KernelCost> kernels,
    Map<String, List<Long>> inputShapes,
    OptionalDouble expectedError) {

  /**
   * A kernel with its nodes.
   *
   * @param note what to know about its price
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record KernelCost(
      List<String> nodes, String operator, Map<String, Report.Cost> cost, Optional<String> note) {}
}
