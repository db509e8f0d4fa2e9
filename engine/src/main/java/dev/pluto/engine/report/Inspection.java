package dev.pluto.engine.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code inspect} finds in a model.
 *
 * @param onChip the model on the chip that was asked about, if one was
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
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
    Trainability trainability,
    List<Opaque> opaque,
    Optional<OnChip> onChip) {

  /** A graph input or output: declared shape, and the shape that costs refer to. */
  public record Value(String name, String type, List<String> shape, List<Long> concreteShape) {}

  /** A node with the shape of its first output. */
  public record NodeFacts(String name, String operator, List<Long> outputShape, long macs) {}

  /**
   * The model on a chip.
   *
   * @param notRun nodes that the chip does not run, and what runs them instead
   * @param precisions in which at least one of the model's operators runs besides fp32, each with
   *     the operators that don't run in it
   */
  public record OnChip(
      String hardware, List<NotRun> notRun, Map<String, List<String>> precisions) {}

  /** A node that a chip does not run, and what becomes of it there. */
  public record NotRun(String node, String operator, String reason) {}

  /** A channel group. */
  public record Group(String id, int size, List<String> slots) {}

  /**
   * How much of the model can be trained and changed.
   *
   * @param nodes number of nodes that can be trained
   * @param nodeShare their share of all nodes, from 0 to 1
   * @param macs their multiply-adds
   * @param macShare their share of all that are known, from 0 to 1; 0 where there are none
   * @param uncounted operators whose multiply-adds are not known
   */
  public record Trainability(
      int nodes, double nodeShare, long macs, double macShare, List<String> uncounted) {}

  /** A node that is kept as it is, the part that it belongs to, and why. */
  public record Opaque(String node, String operator, String part, String reason) {}
}
