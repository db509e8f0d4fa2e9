package dev.pluto.engine.report;

import java.util.List;
import java.util.Map;

/** What {@code inspect} finds in a model. */
public record Inspection(
    String model,
    long bytes,
    Map<String, Long> opsets,
    Map<String, Integer> operators,
    List<Value> inputs,
    List<Value> outputs,
    long parameters,
    long macs,
    List<NodeFacts> nodes,
    List<Group> channelGroups,
    List<Report.Refused> unchanged,
    List<Unsupported> unsupported) {

  /** A graph input or output: declared shape, and the shape that costs refer to. */
  public record Value(String name, String type, List<String> shape, List<Long> concreteShape) {}

  /** A node with the shape of its first output. */
  public record NodeFacts(String name, String operator, List<Long> outputShape, long macs) {}

  /** A channel group. */
  public record Group(String id, int size, List<String> slots) {}

  /** A node that can't be taken, and why. */
  public record Unsupported(String node, String operator, String reason) {}
}
