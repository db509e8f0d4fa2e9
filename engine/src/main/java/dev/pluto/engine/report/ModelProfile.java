package dev.pluto.engine.report;

import java.util.List;
import java.util.Map;

/** What {@code profile} finds: the cost in total and per kernel. */
public record ModelProfile(
    String model,
    String hardware,
    String precision,
    Map<String, Report.Cost> cost,
    List<KernelCost> kernels,
    Map<String, List<Long>> inputShapes) {

  /** A kernel with its nodes. */
  public record KernelCost(List<String> nodes, String operator, Map<String, Report.Cost> cost) {}
}
